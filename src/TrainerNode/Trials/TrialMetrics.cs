using System.Diagnostics;
using System.Diagnostics.Metrics;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>The instruments of a trainer.</summary>
internal static class TrialMetrics
{
    private static readonly Histogram<double> StepDuration =
        Signals.Meter.CreateHistogram<double>("deepiot.trial.step.duration", "s", "Time of one step of a trial");

    private static readonly Gauge<double> Loss =
        Signals.Meter.CreateGauge<double>("deepiot.trial.loss", "1", "Loss of a trial's last step");

    private static readonly Gauge<double> ParametersLeft =
        Signals.Meter.CreateGauge<double>("deepiot.trial.params.ratio", "1", "Share of the baseline's parameters that a trial has left");

    private static readonly UpDownCounter<int> Slots =
        Signals.Meter.CreateUpDownCounter<int>("deepiot.trainer.slots", "{slot}", "Slots of this trainer by state");

    private static readonly KeyValuePair<string, object?> Free = new("state", "free"), Busy = new("state", "busy");

    public static void SlotsOffered(int slots) => Slots.Add(slots, Free);

    public static void SlotTaken()
    {
        Slots.Add(-1, Free);
        Slots.Add(1, Busy);
    }

    public static void SlotFreed()
    {
        Slots.Add(1, Free);
        Slots.Add(-1, Busy);
    }

    public static void Stepped(string step, TimeSpan duration) =>
        StepDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("step", step));

    public static void Progressed(TrialKey key, TrialProgress progress)
    {
        var trial = new TagList { { "campaign", key.CampaignId }, { "trial", key.TrialId } };
        Loss.Record(progress.Loss, trial);
        ParametersLeft.Record(progress.ParametersLeft, trial);
    }
}
