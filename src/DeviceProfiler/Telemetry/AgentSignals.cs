using System.Diagnostics.Metrics;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.DeviceProfiler.Telemetry;

/// <summary>The board agent's own instruments. What it measures, the coordinator tells: most boards can reach nobody else.</summary>
public static class AgentSignals
{
    private const string Class = "deepiot.board.class";
    private const string Outcome = "deepiot.board.outcome";

    public static SignalBook Book { get; } = new("board");

    private static readonly Histogram<double> Jobs = Book.Histogram(
        "deepiot.board.job.duration", "s", "From taking a job to its answer: completed, tainted, failed or cancelled", Buckets.Work, Class, Outcome);

    internal static void JobEnded(TimeSpan took, string boardClass, string outcome) =>
        Jobs.Record(took.TotalSeconds, new(Class, boardClass), new(Outcome, outcome));
}
