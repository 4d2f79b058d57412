using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Slots;

namespace DeepIoT.TrainerNode.Tests.Slots;

public sealed class SlotTableTests
{
    private static TrialKey Key(string trial, int attempt = 1) => new() { CampaignId = "c", TrialId = trial, Attempt = attempt };

    private static SlotTable Table(int slots, params TrialKey[] running) => new(slots, [.. running], Leaving: false);

    [Fact]
    public void A_free_slot_is_given() =>
        Assert.Equal(new Admission.Admitted(null), Table(2, Key("a")).Admit(Key("b")));

    [Fact]
    public void A_full_trainer_declines() =>
        Assert.IsType<Admission.Declined>(Table(1, Key("a")).Admit(Key("b")));

    [Fact]
    public void A_leaving_trainer_declines() =>
        Assert.IsType<Admission.Declined>((Table(1) with { Leaving = true }).Admit(Key("a")));

    [Fact]
    public void A_drained_trainer_declines_and_keeps_what_it_runs()
    {
        var drained = Table(2, Key("a")) with { Draining = true };

        Assert.IsType<Admission.Declined>(drained.Admit(Key("b")));
        Assert.Equal(new Admission.Known(), drained.Admit(Key("a")));
    }

    [Fact]
    public void An_attempt_that_runs_already_needs_no_second_slot() =>
        Assert.Equal(new Admission.Known(), Table(1, Key("a")).Admit(Key("a")));

    [Fact]
    public void A_later_attempt_takes_the_slot_of_the_earlier() =>
        Assert.Equal(new Admission.Admitted(Key("a", 1)), Table(1, Key("a", 1)).Admit(Key("a", 2)));

    [Fact]
    public void An_earlier_attempt_is_declined() =>
        Assert.IsType<Admission.Declined>(Table(2, Key("a", 2)).Admit(Key("a", 1)));

    [Fact]
    public void The_same_trial_of_another_campaign_is_another_trial() =>
        Assert.Equal(new Admission.Admitted(null), Table(2, Key("a")).Admit(new TrialKey { CampaignId = "d", TrialId = "a", Attempt = 1 }));
}
