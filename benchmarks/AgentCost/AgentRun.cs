using System.Diagnostics;
using System.Globalization;

namespace DeepIoT.Benchmarks.AgentCost;

/// <summary>One run of a published agent.</summary>
/// <param name="Attached">From the start of its process to its first word to the coordinator.</param>
/// <param name="Measured">From there to the answer of its first job, model fetched and all launches measured.</param>
/// <param name="IdleShare">Processor time over a minute in which only heartbeats go to and fro, as a share of one core.</param>
internal sealed record AgentRun(TimeSpan Attached, TimeSpan Measured, long RssBytes, double IdleShare)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(25), Idle = TimeSpan.FromMinutes(1);

    // USER_HZ of /proc is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <param name="scratch">Cache and state of the agent go there.</param>
    public static async Task<AgentRun> MeasureAsync(string agent, string scratch, byte[] onnx)
    {
        await using var coordinator = await ScriptedCoordinator.StartAsync(onnx);
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            Path.Combine(agent, "deepiot-profiler"),
            ["--join", coordinator.Address.ToString(), "--name", "bench", "--cache", Path.Combine(scratch, "cache"), "--state", Path.Combine(scratch, "state")])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var attached = await coordinator.Attached - start;
            var measured = await coordinator.Measured - await coordinator.Attached;
            await Task.Delay(Settling);
            var (before, from) = (ProcessorSeconds(process.Id), Stopwatch.GetTimestamp());
            await Task.Delay(Idle);
            var share = (ProcessorSeconds(process.Id) - before) / Stopwatch.GetElapsedTime(from).TotalSeconds;
            process.Refresh();
            return new(Span(attached), Span(measured), process.WorkingSet64, share);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Attached.TotalSeconds:0.00} s | {Measured.TotalSeconds:0.0} s | {RssBytes / 1e6:0} MB | {IdleShare * 100:0.00} %");

    private static TimeSpan Span(long ticks) => TimeSpan.FromSeconds((double)ticks / Stopwatch.Frequency);

    // Fields 14 and 15, counted from behind the name, which may hold spaces.
    private static double ProcessorSeconds(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
