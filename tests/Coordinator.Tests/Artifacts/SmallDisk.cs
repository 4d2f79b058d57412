using System.Diagnostics;

namespace DeepIoT.Coordinator.Tests.Artifacts;

/// <summary>A tmpfs of a few megabytes, where mounting one is permitted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Null where it is not permitted.</summary>
    public static SmallDisk? Mount(long bytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", disk.Path))
            return disk;
        disk._folder.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (!Run("umount", "--lazy", Path))
            throw new InvalidOperationException($"{Path} could not be unmounted");
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
