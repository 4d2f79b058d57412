using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class ProgressTrailTests
{
    [Fact]
    public void What_a_trial_told_goes_into_the_journal_with_its_end_and_is_told_again_after_a_restart()
    {
        var trail = new ProgressTrail();
        for (var i = 1; i <= 500; i++)
            trail.Note(Told("t1", i / 500.0, offset: 4));
        var ended = new Entry { TrialEnded = new TrialEnded { TrialId = "t1", State = TrialState.Completed } };

        trail.AddTo(ended);

        Assert.InRange(ended.TrialEnded.Trail.Count, 20, 64);
        Assert.Equal(1, ended.TrialEnded.Trail[^1].Fraction);
        var recovered = new ProgressTrail();
        recovered.Recall(Entry.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(ended)), offset: 5);
        Assert.Equal(
            ended.TrialEnded.Trail.Select(progress => progress.Fraction),
            recovered.Among([]).Select(told => told.Progress.Progress.Fraction));
    }

    [Fact]
    public void What_was_told_comes_between_the_stored_events_that_it_came_between()
    {
        var trail = new ProgressTrail();
        trail.Note(Told("t1", 0.5, offset: 1));
        CampaignEvent[] stored = [new() { Offset = 1, Note = "before" }, new() { Offset = 2, StateChanged = Phase.Completed }];

        Assert.Equal(
            [CampaignEvent.KindOneofCase.Note, CampaignEvent.KindOneofCase.Progress, CampaignEvent.KindOneofCase.StateChanged],
            trail.Among(stored).Select(shown => shown.KindCase));
    }

    private static CampaignEvent Told(string trial, double fraction, long offset) => new()
    {
        Offset = offset,
        Progress = new TrialProgressed { TrialId = trial, Progress = new TrialProgress { Fraction = fraction } },
    };
}
