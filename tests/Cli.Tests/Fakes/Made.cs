using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>Messages with every field that the renderers read.</summary>
public static class Made
{
    public static readonly Timestamp At = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static Measurement Measurement(double medianMs, string boardClass = "rpi4", bool simulated = false, double? joules = null)
    {
        var made = new Measurement
        {
            Board = "bench-1",
            BoardClass = boardClass,
            At = At,
            MedianMs = medianMs,
            IntervalLowMs = medianMs * 0.99,
            IntervalHighMs = medianMs * 1.01,
            Converged = true,
            Simulated = simulated,
            EnergyTier = "none",
            Metering = new Metering { Reason = "metering is switched off" },
        };
        if (joules is { } measured)
        {
            (made.Joules, made.EnergyTier) = (measured, "external");
            made.Metering = new Metering { Meter = "bench", UncertaintyJoules = measured / 30 };
        }
        return made;
    }

    public static Baseline Baseline(ArtifactRef model, params Measurement[] measurements) => new()
    {
        Model = model,
        Cost = new ModelCost { Parameters = 10_000, Macs = 200_000, Bytes = 41_000 },
        ValidationAccuracy = 0.98,
        TestAccuracy = 0.975,
        Measurements = { measurements },
    };

    public static Candidate Candidate(ArtifactRef model, long parameters, bool onFrontier = true, params Measurement[] measurements) => new()
    {
        Model = model,
        TrialId = "t1",
        Rung = 1,
        Cost = new ModelCost { Parameters = parameters, Macs = parameters * 20, Bytes = parameters * 4 + 500 },
        ValidationAccuracy = 0.979 - 1.0 / parameters,
        TestAccuracy = 0.97,
        OnFrontier = onFrontier,
        WithinLimits = true,
        Measurements = { measurements },
    };

    public static ResultsReply Results(Baseline baseline, params Candidate[] candidates) => new()
    {
        Campaign = new Campaign { CampaignId = "c1", State = CampaignState.Completed, Spec = new CampaignSpec { Name = "digits" } },
        Baseline = baseline,
        Candidates = { candidates },
    };

    public static ArtifactRef Artifact(char digit) => new() { Sha256 = new string(digit, 64), Bytes = 100, Name = $"{digit}.onnx" };

    public static CampaignEvent Event(long offset, CampaignState state) => new() { Offset = offset, At = At, StateChanged = state };

    public static CampaignEvent Event(long offset, Trial trial) => new() { Offset = offset, At = At, TrialChanged = trial };

    public static CampaignEvent Progress(long offset, string trial, double fraction, string step = "compress") => new()
    {
        Offset = offset,
        At = At,
        Progress = new TrialProgressed
        {
            TrialId = trial,
            Progress = new TrialProgress { Step = step, Fraction = fraction, ParametersLeft = 1 - fraction, ValidationAccuracy = 0.97 },
        },
    };

    public static Trial Trial(string id, TrialState state = TrialState.Running) => new()
    {
        TrialId = id,
        State = state,
        Attempt = 1,
        Trainer = "laptop",
        Settings = new TrialSettings { Method = "taylor", TargetShare = 0.08, Cost = "parameters", Seed = 1 },
    };
}
