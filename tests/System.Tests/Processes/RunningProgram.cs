using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DeepIoT.SystemTests.Processes;

/// <summary>One of our programs in a process of its own, with everything it prints.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _isDisposed;

    private RunningProgram(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Most memory that it has had at a time (RSS), in bytes; Linux only.</summary>
    public long PeakBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed, for the message of a test that fails.</summary>
    public string Output => string.Join(Environment.NewLine, _lines);

    /// <param name="program">Name of its assembly, which lies beside the tests.</param>
    public static RunningProgram Start(string program, params string[] arguments) =>
        StartIn([], new Dictionary<string, string>(), program, arguments);

    /// <param name="launcher">A program, with its arguments, that becomes ours in the end.</param>
    /// <param name="surroundings">Variables of its environment besides those of the tests.</param>
    /// <param name="program">Name of its assembly, which lies beside the tests.</param>
    public static RunningProgram StartIn(string[] launcher, IReadOnlyDictionary<string, string> surroundings, string program, params string[] arguments)
    {
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in surroundings)
            start.Environment[name] = value;
        return new RunningProgram(start);
    }

    /// <summary>A program that is not ours.</summary>
    public static RunningProgram StartCommand(string command, params string[] arguments) =>
        new(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });

    /// <summary>Ends it without a chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does; returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Number of the user that it runs as.</summary>
    public async Task<string> UserAsync() =>
        (await File.ReadAllLinesAsync($"/proc/{_process.Id}/status")).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    /// <summary>Sends it a signal by its name, such as STOP; nothing when it has ended.</summary>
    public async Task SignalAsync(string signal)
    {
        if (_process.HasExited)
            return;
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>The first process that it has started and that lives, once there is one.</summary>
    public async Task<int> ChildAsync()
    {
        using var patience = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            foreach (var process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                if (ParentOf(process) == _process.Id)
                    return int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture);
            }
        }

        throw new TimeoutException("no child was started");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    /// <summary>Its exit code, once it has ended by itself and all it said is there.</summary>
    /// <param name="within">A minute when null.</param>
    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    private static int? ParentOf(string process)
    {
        try
        {
            // pid (name) state ppid …
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
