using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>Runs the real executable.</summary>
public static class CommandProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<CommandRun> RunAsync(string workingFolder, params string[] args) => (await RunWatchedAsync(workingFolder, Limit, long.MaxValue, args)).Run;

    /// <summary>Also tells the most memory that it had, and kills it beyond <paramref name="mostBytes"/>; 0 where there is no /proc.</summary>
    public static async Task<(CommandRun Run, long PeakBytes)> RunWatchedAsync(string workingFolder, TimeSpan patience, long mostBytes, params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "deepiot"), args)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Logs of internal errors must not land in the home folder of whoever runs the tests.
        start.Environment["HOME"] = workingFolder;
        using var process = Process.Start(start)!;
        var memory = new PeakMemory(process, mostBytes);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"deepiot {string.Join(' ', args)} did not end within {patience}");
        }
        return (new CommandRun(process.ExitCode, await output, await error), memory.Bytes);
    }

    /// <summary>An address on which nobody listens.</summary>
    public static string DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }
}
