using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class EntryViewTests
{
    [Fact]
    public void Every_stored_entry_is_at_most_one_event_with_an_offset_of_its_own()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class), Example.Measured(Example.Sha("m1")));
        var state = CampaignState.Empty;
        var events = new List<CampaignEvent>();
        foreach (var entry in run.Entries)
        {
            state = state.Apply(entry);
            if (entry.ToEvent(state) is { } shown)
                events.Add(shown);
        }

        Assert.Equal(events.Count, events.Select(shown => shown.Offset).Distinct().Count());
        Assert.Equal(events.OrderBy(shown => shown.Offset), events);
        Assert.Equal(run.State.Offset, events[^1].Offset);
        Assert.Equal(
            [
                CampaignEvent.KindOneofCase.StateChanged, CampaignEvent.KindOneofCase.Baseline, CampaignEvent.KindOneofCase.StateChanged,
                CampaignEvent.KindOneofCase.TrialChanged, CampaignEvent.KindOneofCase.TrialChanged,
                CampaignEvent.KindOneofCase.TrialChanged, CampaignEvent.KindOneofCase.CandidateFound, CampaignEvent.KindOneofCase.TrialChanged,
                CampaignEvent.KindOneofCase.TrialChanged, CampaignEvent.KindOneofCase.CandidateFound, CampaignEvent.KindOneofCase.TrialChanged,
                CampaignEvent.KindOneofCase.StateChanged, CampaignEvent.KindOneofCase.Note, CampaignEvent.KindOneofCase.MeasurementAdded,
            ],
            events.Select(shown => shown.KindCase));
    }

    [Fact]
    public void A_trial_is_shown_as_it_was_when_the_entry_was_stored()
    {
        var run = CampaignRun.Searched();
        var state = CampaignState.Empty;
        var states = new List<TrialState>();
        foreach (var entry in run.Entries)
        {
            state = state.Apply(entry);
            if (entry.ToEvent(state)?.TrialChanged is { TrialId: "t1" } trial)
                states.Add(trial.State);
        }

        Assert.Equal([TrialState.Queued, TrialState.Running, TrialState.Completed], states);
    }
}
