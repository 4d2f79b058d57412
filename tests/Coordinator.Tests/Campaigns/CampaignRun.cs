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

    /// <summary>A campaign whose two trials have ended with one candidate each, m1 and m2.</summary>
    public static CampaignRun Searched(params Protocol.V1.Target[] targets) => Planned(targets).After(
        Example.Started("t1"), Example.Found("t1", "m1"), Example.Completed("t1"),
        Example.Started("t2"), Example.Found("t2", "m2"), Example.Completed("t2"));
}
