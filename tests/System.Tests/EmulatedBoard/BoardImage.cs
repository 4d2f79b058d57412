using System.Diagnostics;

namespace DeepIoT.SystemTests.EmulatedBoard;

/// <summary>Kernel and root file system of the emulated board, and the agent published for it. Made once, and kept.</summary>
public sealed class BoardImage : IAsyncLifetime
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "System.Tests", "EmulatedBoard");

    private string? _missing;

    /// <summary>Below the user's cache, where `make-board.sh` looks as well.</summary>
    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "deepiot-emulated-board");

    /// <summary>What `dotnet publish` makes for a 64-bit ARM board.</summary>
    public static string Agent { get; } = Path.Combine(Folder, "agent");

    public static string Script(string name) => Path.Combine(Scripts, name);

    public async Task InitializeAsync()
    {
        if (!await IsThereAsync("qemu-system-aarch64"))
        {
            _missing = "there is no emulator: apt-get install qemu-system-arm cpio";
            return;
        }

        var (made, complaint) = await RunAsync("bash", Script("make-board.sh"), Folder);
        if (made != 0)
        {
            _missing = $"the emulated board cannot be made here: {complaint}";
            return;
        }

        var (published, why) = await RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "src", "DeviceProfiler"), "-p:PublishProfile=linux-arm64", "-o", Agent, "-v", "quiet", "--nologo");
        Assert.True(published == 0, why);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void SkipIfMissing() => Skip.If(_missing is not null, _missing);

    private static async Task<bool> IsThereAsync(string program)
    {
        try
        {
            return (await RunAsync(program, "--version")).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said).Trim());
    }
}
