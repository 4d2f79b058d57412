using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.TrainerNode.Telemetry;

/// <summary>The instruments of a trainer. Of a trial that runs they tell by its slot: there are few, whatever is trained in them.</summary>
public static class TrainerSignals
{
    private const string Slot = "deepiot.trainer.slot";
    private const string Method = "deepiot.trial.method";
    private const string Step = "deepiot.trial.step";

    private static readonly ConcurrentDictionary<int, Running> InSlots = [];

    private static readonly Census Slots = new("deepiot.trainer.slot.state");

    public static SignalBook Book { get; } = new("trainer");

    private static readonly Histogram<double> StepDuration = Book.Histogram(
        "deepiot.trial.step.duration", "s", "One step of a trial, between which it can be stopped", Buckets.Work, Step);

    private static readonly Histogram<double> Kept = Book.Histogram(
        "deepiot.trial.keep_probability", "1", "Share of its units that a unit group has left, of each group of each candidate", Buckets.Shares, Method);

    static TrainerSignals()
    {
        Book.Gauge("deepiot.trainer.slots", "{slot}", "Slots of this trainer", Slots.Observe, "deepiot.trainer.slot.state");
        // A share would be called a ratio by Prometheus; a loss is none.
        Trial("deepiot.trial.loss", "Loss of the running trial", running => running.Progress.Loss, "{loss}");
        Trial("deepiot.trial.progress.ratio", "Done share of the running trial", running => running.Progress.Fraction);
        Trial("deepiot.trial.accuracy.ratio", "Validation accuracy of the running trial, once it is known", running => running.Progress.ValidationAccuracy);
        Trial("deepiot.trial.params.ratio", "Share of the baseline's parameters that the running trial has left", running => running.Progress.ParametersLeft);
        Trial("deepiot.trial.macs.ratio", "Share of the baseline's multiply-accumulates that the running trial has left", running => running.Progress.MacsLeft);
        Trial("deepiot.trial.target.ratio", "Share of the baseline's budget that the running trial goes down to, where it has one", running => running.Target);
    }

    internal static void SlotsAre(object bench, int all, int busy) =>
        Slots.Say(bench, [new("", "free", Math.Max(0, all - busy)), new("", "busy", busy)]);

    internal static void Stepped(string step, TimeSpan duration) =>
        StepDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(Step, step));

    /// <param name="target">Null for a trial that looks for the smallest network.</param>
    internal static void Progressed(int slot, string method, double? target, TrialProgress progress) =>
        InSlots[slot] = new Running(method, target, progress);

    internal static void Found(string method, TrialCandidate candidate)
    {
        foreach (var group in candidate.Structure)
            Kept.Record((double)group.After / group.Before, new KeyValuePair<string, object?>(Method, method));
    }

    internal static void Ended(int slot) => InSlots.TryRemove(slot, out _);

    private static void Trial(string name, string description, Func<Running, double?> value, string unit = "1") =>
        Book.Gauge(name, unit, description, () => Observe(value), Slot, Method);

    private static IEnumerable<Measurement<double>> Observe(Func<Running, double?> value)
    {
        foreach (var (slot, running) in InSlots)
        {
            // A loss is not a number before the first step.
            if (value(running) is { } known && double.IsFinite(known))
                yield return new Measurement<double>(known, new(Slot, slot), new(Method, running.Method));
        }
    }

    private sealed record Running(string Method, double? Target, TrialProgress Progress);
}
