using System.Globalization;
using static DeepIoT.DeviceProfiler.Energy.Reckoning.EnergyOutcome;

namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>
/// From a metered run to joules per inference: (mean power while running − idle) × running time ÷ inferences, with
/// an uncertainty that combines what the noise, the idle baseline and the meter itself contribute (JCGM 100:2008).
/// </summary>
public static class EnergyReckoning
{
    public const int LeastSamples = 20;

    /// <summary>A window with a hole longer than this share of it was not watched.</summary>
    private const double WidestGap = 0.2;

    private const double CoverageFactor = 2;

    public static EnergyOutcome Of(MeteredRun run)
    {
        var samples = run.Trace.Samples(run.Measured);
        if (Unwatched(run) is { } unwatched)
            return new Missing(unwatched, samples);
        if (Plausibility.Fault(run.Trace, [run.Before, run.Measured, run.After], run.Meter.Interval) is { } fault)
            return new Missing(fault, samples);

        var factor = run.Meter.Factor;
        var (before, after) = (factor * run.Trace.MeanWatts(run.Before), factor * run.Trace.MeanWatts(run.After));
        var seconds = run.Running.Sum(window => window.Seconds);
        var running = factor * run.Running.Sum(run.Trace.Joules) / seconds;
        var idle = (before + after) / 2;
        if (running <= idle)
            return new Missing(Text($"the board drew no more while it ran the model ({running:0.###} W) than idle ({idle:0.###} W): the load is too small for this meter"), samples);
        var perInference = seconds / run.Inferences;
        var uncertainty = CoverageFactor * StandardUncertainty(run, running - idle, after - before);
        return new Figure((running - idle) * perInference, uncertainty * perInference, idle, after - before, running, samples);
    }

    private static string? Unwatched(MeteredRun run)
    {
        foreach (var (window, name) in new[] { (run.Before, "idle window before the run"), (run.Measured, "measured window"), (run.After, "idle window after the run") })
        {
            if (!run.Trace.Covers(window))
                return $"insufficient: the meter was not read throughout the {name}";
            if (run.Trace.Samples(window) is var samples and < LeastSamples)
                return Text($"insufficient: {samples} samples in the {name} of {window.Seconds:0.0} s, {LeastSamples} are needed");
            if (run.Trace.LongestGap(window).TotalSeconds is var gap && gap > WidestGap * window.Seconds)
                return Text($"insufficient: no sample for {gap:0.0} s in the {name} of {window.Seconds:0.0} s");
        }
        return null;
    }

    /// <summary>Of the power above idle, in watts.</summary>
    /// <param name="net">Power above idle, W.</param>
    /// <param name="drift">Idle power after less idle power before, W.</param>
    private static double StandardUncertainty(MeteredRun run, double net, double drift)
    {
        var factor = run.Meter.Factor;
        var noise = factor * Noise(run.Trace, run.Running);
        var idleNoise = factor * double.Hypot(Noise(run.Trace, [run.Before]), Noise(run.Trace, [run.After])) / 2;
        // Where between the two baselines idle was during the run is anyone's guess: a rectangle as wide as the drift.
        var baseline = Math.Abs(drift) / 2 / Math.Sqrt(3);
        // A stated limit of error is the half-width of a rectangle too. Unstated, nothing can be said of it.
        var meter = (run.Meter.Accuracy ?? 0) * net / Math.Sqrt(3);
        return new[] { noise, idleNoise, baseline, meter }.Aggregate(0.0, double.Hypot);
    }

    /// <summary>Of the mean over all windows. What the board draws between them, while a process starts, is no noise of theirs.</summary>
    private static double Noise(PowerTrace trace, IReadOnlyList<TimeWindow> windows) => BlockMeans.StandardUncertainty(
        [.. TimeWindow.Cut(windows, BlockMeans.Blocks).Select(block => block.Sum(trace.Joules) / block.Sum(window => window.Seconds))]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
