using System.Diagnostics;
using System.Globalization;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>The real executable, still running.</summary>
public sealed class RunningCommand : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _error;

    private RunningCommand(Process process) => (_process, _error) = (process, process.StandardError.ReadToEndAsync());

    public static RunningCommand Start(string home, params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "deepiot"), args)
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        return new RunningCommand(Process.Start(start)!);
    }

    /// <summary>Waits for a line of its output that holds the text.</summary>
    public async Task<string> LineAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"It ended without '{text}': {await _error}");
    }

    /// <summary>What Ctrl-C does; returns the exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", [IgnoresInterrupts ? "-TERM" : "-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>A shell that starts the tests in the background makes everything below it deaf to Ctrl-C.</summary>
    private bool IgnoresInterrupts
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal));
            return (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
