using System.Diagnostics;

namespace DeepIoT.SystemTests.Faults;

/// <summary>A small file system in memory, which can be full.</summary>
internal sealed class SharedDisk : IDisposable
{
    private const int Megabytes = 64;

    private readonly string _ballast;

    public SharedDisk(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _ballast = Path.Combine(Folder, "ballast");
        Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "deepiot-faults", Folder);
    }

    public string Folder { get; }

    public async Task FillAsync(TimeSpan length)
    {
        await using (var ballast = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var page = new byte[4096];
            try
            {
                while (true)
                    ballast.Write(page);
            }
            catch (IOException)
            {
                // It is full.
            }
        }

        await Task.Delay(length);
        File.Delete(_ballast);
    }

    public void Dispose() => Run("umount", Folder);

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
