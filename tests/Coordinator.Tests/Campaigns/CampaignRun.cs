using DeepIoT.Protocol.Journal;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>Takes a campaign's state through messages, at times of the test's choosing, and keeps all entries.</summary>
internal sealed class CampaignRun
{
    public CampaignState State { get; private set; } = CampaignState.Empty;

    public List<Entry> Entries { get; } = [];

    public DateTimeOffset Now { get; set; } = Example.Start;

    public IMessage? Tell(object message)
    {
        var decision = State.Decide(message, Now, Example.Limits);
        foreach (var entry in decision.Entries)
        {
            // Through bytes, as the journal does it.
            var stored = Entry.Parser.ParseFrom(entry.ToByteArray());
            Entries.Add(stored);
            State = State.Apply(stored);
        }

        return decision.Answer;
    }

    public CampaignRun After(params object[] messages)
    {
        foreach (var message in messages)
            Tell(message);
        return this;
    }

    /// <summary>A campaign with two queued trials.</summary>
    public static CampaignRun Planned(params Protocol.V1.Target[] targets) =>
        new CampaignRun().After(Example.Submission(Example.Spec(2, targets)), Example.Examined());

    /// <summary>A campaign that has three networks and its model measured on the class of each latency target, and is to learn.</summary>
    public static CampaignRun Characterised(params Protocol.V1.Target[] targets)
    {
        var submission = Example.Submission(Example.Spec(2, targets)) with { Networks = 4 };
        var run = new CampaignRun().After(submission, Example.Examined(), Example.Characterised("n2", "n3", "n4"));
        foreach (var (model, boardClass) in run.State.Outstanding.ToArray())
            run.Tell(Example.Measured(model.Sha256, model.Sha256 == Example.Sha("model.onnx") ? 10 : 4, boardClass));
        return run;
    }

    /// <summary>A campaign with two trials planned by the learned time of a class where the baseline takes 10 ms.</summary>
    public static CampaignRun Steered(params Protocol.V1.Target[] targets) => Characterised(targets).After(Example.Learned(
        [.. targets.Where(target => target.BoardClass != "").Select(target => Example.Model(target.BoardClass))]));

    /// <summary>A campaign whose two trials have ended with one candidate each, m1 and m2.</summary>
    public static CampaignRun Searched(params Protocol.V1.Target[] targets) => Planned(targets).After(
        Example.Started("t1"), Example.Found("t1", "m1"), Example.Completed("t1"),
        Example.Started("t2"), Example.Found("t2", "m2"), Example.Completed("t2"));
}
