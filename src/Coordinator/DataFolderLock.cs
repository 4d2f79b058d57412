using DeepIoT.Clustering;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator;

/// <summary>Held by the one coordinator that writes to a data folder: two would spoil the journal.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="RejectedOptionsException">Another coordinator holds it.</exception>
    public DataFolderLock(string folder)
    {
        try
        {
            _file = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new RejectedOptionsException(
            [
                new Problem
                {
                    Field = nameof(CoordinatorOptions.DataFolder),
                    Reason = $"another coordinator is working in {folder}",
                    Remedy = "Stop it, or choose a folder of your own",
                },
            ]);
        }
    }

    public void Dispose() => _file.Dispose();
}
