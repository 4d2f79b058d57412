using DeepIoT.Coordinator.Page.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Page;

public sealed class KeepHistoryTests
{
    [Fact]
    public void What_a_trial_told_last_is_always_there_however_often_it_tells()
    {
        var history = Enumerable.Range(1, 1000).Aggregate(KeepHistory.Empty, (so, i) => so.After(Told("t1", i / 1000.0, 1 - (i / 2000.0))));

        var columns = history.Trials["t1"];
        Assert.InRange(columns.Count, 20, 64);
        Assert.Equal(0.5, columns[^1].Layers[0].Kept, 6);
        Assert.Equal(columns.Select(column => column.Fraction).Order(), columns.Select(column => column.Fraction));
    }

    [Fact]
    public void A_trial_that_begins_again_from_a_checkpoint_loses_what_did_not_come_to_be()
    {
        var history = KeepHistory.Empty.After(Told("t1", 0.1, 0.9)).After(Told("t1", 0.4, 0.5)).After(Told("t1", 0.2, 0.8));

        Assert.Equal([0.1, 0.2], history.Trials["t1"].Select(column => column.Fraction));
    }

    [Fact]
    public void Trials_are_told_apart_and_one_that_says_nothing_of_its_layers_is_left_out()
    {
        var silent = new CampaignEvent { Progress = new TrialProgressed { TrialId = "t2", Progress = new TrialProgress { Fraction = 0.5 } } };

        Assert.Equal(["t1"], KeepHistory.Empty.After(Told("t1", 0.1, 1)).After(silent).Trials.Keys);
    }

    private static CampaignEvent Told(string trial, double fraction, double kept) => new()
    {
        Progress = new TrialProgressed
        {
            TrialId = trial,
            Progress = new TrialProgress { Fraction = fraction, Layers = { new LayerKeep { Group = "conv1", Kept = kept } } },
        },
    };
}
