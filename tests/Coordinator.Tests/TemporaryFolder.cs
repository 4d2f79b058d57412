namespace DeepIoT.Coordinator.Tests;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Path { get; } = Directory.CreateTempSubdirectory("deepiot-test-").FullName;

    /// <summary>A database that is being written puts a journal beside itself for a moment: what has just become full is emptied again.</summary>
    public void Dispose()
    {
        bool Gone()
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return true;
            }
            catch (IOException) when (Directory.Exists(Path))
            {
                return false;
            }
        }

        if (!SpinWait.SpinUntil(Gone, Patience))
            Directory.Delete(Path, recursive: true);
    }
}
