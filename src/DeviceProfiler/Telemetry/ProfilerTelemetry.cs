using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace DeepIoT.DeviceProfiler.Telemetry;

/// <summary>The board agent's one meter and one activity source.</summary>
public static class ProfilerTelemetry
{
    public const string Name = "DeepIoT.DeviceProfiler";

    private static readonly string? Version = typeof(ProfilerTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static ActivitySource Activities { get; } = new(Name, Version);

    public static Meter Meter { get; } = new(Name, Version);

    /// <summary>From taking a job to its answer. Tags: `board.class`, `outcome` (completed, tainted, failed, cancelled).</summary>
    public static Histogram<double> JobDuration { get; } = Meter.CreateHistogram<double>(
        "deepiot.board.job.duration", "s", "Time from taking a measuring job to its answer.");

    /// <summary>Median of each untainted measurement. Tag: `board.class`.</summary>
    public static Histogram<double> Latency { get; } = Meter.CreateHistogram(
        "deepiot.board.latency", "s", "Median latency of one inference.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10] });

    /// <summary>Joules of one inference of each untainted measurement that has them. Tags: `board.class`, `energy.tier`.</summary>
    public static Histogram<double> Energy { get; } = Meter.CreateHistogram(
        "deepiot.board.energy", "J", "Energy of one inference above idle.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 100] });
}
