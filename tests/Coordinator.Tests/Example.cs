using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests;

/// <summary>A campaign's cast, made up: specs, replies of trainers, readings of boards.</summary>
internal static class Example
{
    public const string Class = "x86-64-linux/ort-1.31.1/threads-1";

    public static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly CampaignLimits Limits = new(TimeSpan.FromSeconds(60));

    public static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static ArtifactRef Artifact(string name) => new() { Sha256 = Sha(name), Bytes = 1000, Name = name };

    public static Target Size(double share) => new() { Kind = TargetKind.Size, Share = share };

    public static Target Latency(double milliseconds, string boardClass = Class) =>
        new() { Kind = TargetKind.Latency, AtMost = milliseconds, BoardClass = boardClass };

    public static CampaignSpec Spec(int trials = 2, params Target[] targets) => new()
    {
        Name = "digits",
        Model = Artifact("model.onnx"),
        Data = new DataSpec
        {
            Format = DataFormat.Npz,
            Train = new DataPart { Inputs = Artifact("train.npz") },
            TestShare = 0.2,
        },
        Task = Protocol.V1.Task.Classification,
        MaxDropPoints = 0.5,
        Targets = { targets.Length > 0 ? targets : [Size(0.1)] },
        Search = new SearchSpec { Method = "auto", Trials = trials, Epochs = 5, Seed = 7 },
    };

    public static BaselineReport Report() => new()
    {
        Cost = new ModelCost { Parameters = 10_000, Macs = 50_000, Bytes = 41_000 },
        ValidationAccuracy = 0.98,
        TestAccuracy = 0.975,
        SmallestShare = 0.01,
    };

    public static SubmitCampaign Submit(CampaignSpec spec, string id = "c1") =>
        new() { CampaignId = id, SubmissionId = "s1", Spec = spec };

    public static Submission Submission(CampaignSpec spec) =>
        new(Submit(spec), new MeasuringProtocol { Batch = 1 });

    public static TrialKey Key(string trial, int attempt = 1, string campaign = "c1") =>
        new() { CampaignId = campaign, TrialId = trial, Attempt = attempt };

    public static TrialReply Reply(TrialKey key, long sequence, Action<TrialReply> kind)
    {
        var reply = new TrialReply { Key = key, Sequence = sequence, Trainer = "trainer-a" };
        kind(reply);
        return reply;
    }

    public static TrialReply Examined(BaselineReport? report = null) => Reply(
        Key(CampaignState.Examination), 1, reply => reply.Examined = new Examined { Baseline = report ?? Report() });

    public static TrialReply Characterised(params string[] networks) => Reply(
        Key(CampaignState.Characterisation), 1, reply => reply.Characterised = new Characterised { Networks = { networks.Select(Artifact) } });

    public static TrialReply Learned(params TimeModel[] models) => Reply(
        Key(CampaignState.Learning), 1, reply => reply.Learned = new Learned { Models = { models } });

    /// <summary>What was learned of a class; the baseline's predicted time plays no part in planning.</summary>
    public static TimeModel Model(string boardClass = Class, double smallestShare = 0.05) => new()
    {
        BoardClass = boardClass,
        File = Artifact($"{boardClass}.timemodel"),
        Networks = 38,
        MedianError = 0.042,
        Rules = { "Conv" },
        Baseline = 9,
        SmallestShare = smallestShare,
    };

    public static TrialReply Probe(string trial, string model, double budgetShare, int attempt = 1) => Reply(
        Key(trial, attempt), 2, reply => reply.Probe = new ProbeFound
        {
            Model = Artifact(model),
            BudgetShare = budgetShare,
            Cost = new ModelCost { Parameters = 2_000, Macs = 25_000, Bytes = 9_000 },
        });

    public static TrialReply Started(string trial, int attempt = 1) =>
        Reply(Key(trial, attempt), 1, reply => reply.Started = new Protocol.Cluster.TrialStarted());

    public static TrialReply Found(string trial, string model, int attempt = 1, double accuracy = 0.977) => Reply(
        Key(trial, attempt), 2, reply => reply.Candidate = Candidate(model, accuracy));

    public static CandidateFound Candidate(string model, double accuracy = 0.977) => new()
    {
        Model = Artifact(model),
        Rung = 1,
        Cost = new ModelCost { Parameters = 900, Macs = 4_000, Bytes = 4_100 },
        ValidationAccuracy = accuracy,
        TestAccuracy = accuracy - 0.001,
    };

    public static TrialReply Completed(string trial, int attempt = 1) =>
        Reply(Key(trial, attempt), 3, reply => reply.Completed = new TrialCompleted());

    public static MeasurementKey Measuring(string sha256, string boardClass = Class) =>
        new() { ModelSha256 = sha256, BoardClass = boardClass, Protocol = new MeasuringProtocol { Batch = 1 } };

    public static Measurement Measurement(double median = 0.5, string boardClass = Class) => new()
    {
        Board = "board-a",
        BoardClass = boardClass,
        ReadingsMs = { median, median, median },
        MedianMs = median,
        IntervalLowMs = median,
        IntervalHighMs = median,
        Converged = true,
        EnergyTier = "none",
        Simulated = true,
    };

    public static MeasurementCompleted Measured(string sha256, double median = 0.5, string boardClass = Class) =>
        new() { CampaignId = "c1", Key = Measuring(sha256, boardClass), Measurement = Measurement(median, boardClass) };

    public static MeasurementFailed Failed(string sha256, string board, bool gaveUp = false) => new()
    {
        CampaignId = "c1",
        Key = Measuring(sha256),
        Board = board,
        Reason = "the child process was killed",
        GaveUp = gaveUp,
    };

    public static BoardClassesAttached Attached(params string[] classes) =>
        new() { CampaignId = "c1", BoardClasses = { classes } };
}
