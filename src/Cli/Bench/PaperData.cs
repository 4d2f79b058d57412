using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Cli.Bench;

/// <summary>Brings a task's data into the suite's folder, once.</summary>
public static class PaperData
{
    /// <param name="from">Folder of the data sets; null for the usual one.</param>
    /// <returns>False, with the reason told, where the data is not on this machine.</returns>
    public static bool Prepare(PaperTask task, string? from, string folder, Terminal terminal, CancellationToken cancellation)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"{task.Parts}.*.npz").Count() == 2) return true;
        try
        {
            var preparation = DataPreparation.Find(task.Data);
            var raw = from is null ? RawData.FolderOf(task.Data) : Path.Combine(from, task.Data);
            PreparedFile.Write(preparation.Prepare(raw, all: preparation.HasMore), folder, cancellation);
            return true;
        }
        catch (RejectedException rejected)
        {
            terminal.Error.WriteLine($"{task.Name} is left out: {rejected.Message}");
            return false;
        }
    }
}
