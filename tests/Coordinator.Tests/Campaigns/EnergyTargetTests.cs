using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class EnergyTargetTests
{
    private static readonly Target Target = new() { Kind = TargetKind.Energy, AtMost = 5, BoardClass = Example.Class };

    [Fact]
    public void Millijoules_are_learned_and_become_the_budget()
    {
        var run = Run(Target).After(Metered("model.onnx", 0.010), Metered("n2", 0.004));
        var figures = Assert.Single(Assert.Single(run.State.Asks().OfType<SlotRequested>()).Learn.Classes);
        Assert.Equal("energy", figures.Cost);
        Assert.Equal([(Example.Sha("model.onnx"), 10.0), (Example.Sha("n2"), 4.0)], figures.Networks.Select(network => (network.Sha256, network.Amount)));

        run.Tell(Example.Learned(Learned()));

        Assert.Equal([0.5, 0.35], run.State.Trials.Select(trial => Math.Round(trial.Settings.TargetShare, 6)));
        var term = Assert.Single(run.State.Trials[0].Settings.Budget);
        Assert.Equal(("energy", Example.Class), (term.Cost, term.BoardClass));
    }

    [Fact]
    public void Latency_and_energy_of_one_class_are_learned_each_for_itself()
    {
        var run = Run(Target, Example.Latency(0.4)).After(Metered("model.onnx", 0.010), Metered("n2", 0.004));
        Assert.Equal(["energy", "latency"], Assert.Single(run.State.Asks().OfType<SlotRequested>()).Learn.Classes.Select(figures => figures.Cost));

        run.Tell(Example.Learned(Learned(), Example.Model()));

        // Half of the energy and four fifths of the time: their harmonic mean.
        Assert.Equal(2 / ((1 / 0.5) + (1 / 0.8)), run.State.Trials[0].Settings.TargetShare, 1e-9);
        Assert.Equal(["energy", "latency"], run.State.Trials[0].Settings.Budget.Select(term => term.Cost));
    }

    [Fact]
    public void A_board_without_a_meter_leaves_nothing_to_learn_and_no_candidate_within_the_limit()
    {
        var run = Run(Target).After(Example.Measured(Example.Sha("model.onnx")), Example.Measured(Example.Sha("n2")));
        Assert.Empty(Assert.Single(Assert.Single(run.State.Asks().OfType<SlotRequested>()).Learn.Classes).Networks);

        run.Tell(Example.Learned(new TimeModel { BoardClass = Example.Class, Cost = "energy" }));

        Assert.Equal(Phase.Running, run.State.Phase);
        Assert.All(run.State.Trials, trial => Assert.Equal("parameters", trial.Settings.Cost));
        Assert.False(Limits.Meets(run.State.Spec, new Baseline(), new Candidate { Measurements = { Example.Measurement() } }));
    }

    [Fact]
    public void The_limit_is_in_millijoules()
    {
        var spec = Example.Spec(1, Target);
        Assert.True(Limits.Meets(spec, new Baseline(), new Candidate { Measurements = { WithJoules(0.0049) } }));
        Assert.False(Limits.Meets(spec, new Baseline(), new Candidate { Measurements = { WithJoules(0.0051) } }));
    }

    [Fact]
    public void A_probes_measured_joules_correct_its_trial()
    {
        var run = Run(Target).After(Metered("model.onnx", 0.010), Metered("n2", 0.004), Example.Learned(Learned()));
        var trial = run.State.Trials[0].Id;

        run.After(Example.Started(trial), Example.Probe(trial, "probe", budgetShare: 0.5), Metered("probe", 0.006));

        // 60 % measured where 50 % was predicted.
        Assert.Equal(0.5 / 1.2, run.State.Trials[0].Retargeted!.TargetShare, 1e-9);
    }

    [Fact]
    public void Of_two_candidates_alike_in_all_else_the_one_of_less_energy_wins_beyond_its_uncertainty()
    {
        Assert.True(Frontier.Beats(Candidate(0.004, 0.0005), Candidate(0.005, 0.0005)));
        Assert.False(Frontier.Beats(Candidate(0.0047, 0.0005), Candidate(0.005, 0.0005)));
    }

    private static CampaignRun Run(params Target[] targets) => new CampaignRun().After(
        Example.Submission(Example.Spec(2, targets)) with { Networks = 2 }, Example.Examined(), Example.Characterised("n2"));

    private static TimeModel Learned()
    {
        var model = Example.Model();
        model.Cost = "energy";
        return model;
    }

    private static MeasurementCompleted Metered(string model, double joules)
    {
        var measured = Example.Measured(Example.Sha(model));
        (measured.Measurement.Joules, measured.Measurement.EnergyTier) = (joules, "external");
        return measured;
    }

    private static Measurement WithJoules(double joules, double uncertainty = 0)
    {
        var measured = Example.Measurement();
        (measured.Joules, measured.Metering) = (joules, new Metering { UncertaintyJoules = uncertainty });
        return measured;
    }

    private static Candidate Candidate(double joules, double uncertainty) =>
        new() { Cost = new ModelCost { Parameters = 9, Macs = 9, Bytes = 9 }, Measurements = { WithJoules(joules, uncertainty) } };
}
