using System.Collections.Concurrent;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>What a fake trainer answers. By default every examination is good and every trial finds one candidate.</summary>
internal sealed class TrainerScript
{
    public ConcurrentQueue<StartTrial> Starts { get; } = [];

    public ConcurrentQueue<TrialKey> Stops { get; } = [];

    /// <summary>Trials for which this is true start, store a checkpoint and then go on for ever.</summary>
    public Func<StartTrial, bool> Hangs { get; init; } = _ => false;

    public static IEnumerable<TrialReply> Examine() => [new() { Examined = new Examined { Baseline = Example.Report() } }];

    public IEnumerable<TrialReply> Start(StartTrial start)
    {
        Starts.Enqueue(start);
        var trial = start.Key.TrialId;
        List<TrialReply> replies =
        [
            new() { Started = new TrialStarted() },
            new() { Checkpoint = new CheckpointStored { Checkpoint = Example.Artifact($"checkpoint-{trial}") } },
        ];
        if (Hangs(start))
            return replies;
        replies.Add(new TrialReply { Candidate = Example.Candidate($"candidate-{trial}") });
        replies.Add(new TrialReply { Completed = new TrialCompleted() });
        return replies;
    }

    public void Stopped(TrialKey key) => Stops.Enqueue(key);

    public static bool EndsWith(TrialReply reply) =>
        reply.KindCase is TrialReply.KindOneofCase.Completed or TrialReply.KindOneofCase.Examined;
}
