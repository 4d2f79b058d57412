using System.Collections.Immutable;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class TrialPlanTests
{
    [Fact]
    public void Auto_alternates_the_methods_along_the_ladder_and_swaps_them_on_the_next_round()
    {
        var plan = Plan(Example.Spec(9, Example.Size(0.1)));

        Assert.Equal(
            ["taylor", "compressor", "taylor", "compressor", "compressor", "taylor", "compressor", "taylor", "taylor"],
            plan.Select(trial => trial.Method));
        Assert.Equal(
            [0.1, 0.07, 0.05, 0.035, 0.1, 0.07, 0.05, 0.035, 0.1],
            plan.Select(trial => Math.Round(trial.TargetShare, 6)));
        Assert.Equal(9, plan.Select(trial => trial.Seed).Distinct().Count());
        Assert.All(plan, trial => Assert.Equal("parameters", trial.Cost));
    }

    [Fact]
    public void A_named_method_runs_throughout_with_the_same_ladder_and_its_options()
    {
        var spec = Example.Spec(4, Example.Size(0.2));
        spec.Search.Method = "deepiot";
        spec.Search.Options.Add("advantage", "std");

        var plan = Plan(spec);

        Assert.All(plan, trial => Assert.Equal(("deepiot", "std"), (trial.Method, trial.Options["advantage"])));
        Assert.Equal([0.2, 0.14, 0.1, 0.07], plan.Select(trial => Math.Round(trial.TargetShare, 6)));
    }

    [Fact]
    public void Smallest_gives_smallest_trials_with_alternating_methods_and_seeds_of_their_own()
    {
        var plan = Plan(Example.Spec(6, new Target { Kind = TargetKind.Macs, Smallest = true }));

        Assert.All(plan, trial => Assert.Equal((true, 0.0, "macs"), (trial.Smallest, trial.TargetShare, trial.Cost)));
        Assert.Equal(["taylor", "compressor", "taylor", "compressor", "taylor", "compressor"], plan.Select(trial => trial.Method));
        Assert.Equal([7ul, 8ul, 9ul, 10ul, 11ul, 12ul], plan.Select(trial => trial.Seed));
    }

    [Fact]
    public void Bytes_become_a_share_by_the_baselines_bytes_and_macs_set_the_cost()
    {
        Assert.Equal(0.1, Plan(Example.Spec(1, new Target { Kind = TargetKind.Size, AtMost = 4100 }))[0].TargetShare, 6);

        var macs = Plan(Example.Spec(1, new Target { Kind = TargetKind.Macs, AtMost = 10_000 }))[0];
        Assert.Equal(("macs", 0.2), (macs.Cost, Math.Round(macs.TargetShare, 6)));
    }

    [Fact]
    public void A_latency_target_alone_spreads_the_trials_over_sizes()
    {
        var plan = Plan(Example.Spec(4, Example.Latency(2)));

        Assert.Equal([0.5, 0.25, 0.12, 0.06], plan.Select(trial => trial.TargetShare));
        Assert.All(plan, trial => Assert.Equal("parameters", trial.Cost));
    }

    [Fact]
    public void No_trial_aims_below_the_smallest_share()
    {
        var plan = Plan(Example.Spec(4, Example.Size(0.015)));

        Assert.Equal([0.015, 0.0105, 0.01, 0.01], plan.Select(trial => Math.Round(trial.TargetShare, 6)));
    }

    [Fact]
    public void Limits_out_of_reach_are_named_with_the_figure_and_the_remedy()
    {
        var spec = Example.Spec(2, Example.Size(0.5), new Target { Kind = TargetKind.Size, AtMost = 100 }, Example.Size(0.009));

        var plan = TrialPlan.Of(spec, Example.Report(), []);

        Assert.Empty(plan.Trials);
        Assert.Equal(["targets[1].atMost", "targets[2].atMost"], plan.Problems.Select(problem => problem.Field));
        Assert.Contains("1%", plan.Problems[1].Reason, StringComparison.Ordinal);
        Assert.Contains("410 bytes", plan.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Contains("smallest", plan.Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Known_time_makes_a_latency_the_budget_with_the_ladder_down_to_its_floor()
    {
        var plan = Plan(Example.Spec(4, Example.Latency(2)), new LearnedCost(Example.Model(smallestShare: 0.08), 10));

        Assert.Equal([0.2, 0.14, 0.1, 0.08], plan.Select(trial => Math.Round(trial.TargetShare, 6)));
        Assert.All(plan, trial => Assert.Equal(("latency", "latency"), (trial.Cost, Assert.Single(trial.Budget).Cost)));
        Assert.Equal(0.3, Plan(Example.Spec(1, new Target { Kind = TargetKind.Latency, Share = 0.3, BoardClass = Example.Class }), new LearnedCost(Example.Model(), 10))[0].TargetShare, 6);
    }

    [Fact]
    public void Several_limits_become_one_budget_in_which_the_tightest_counts_most()
    {
        var macs = new Target { Kind = TargetKind.Macs, Share = 0.25 };
        var plan = Plan(
            Example.Spec(1, Example.Latency(5), Example.Latency(2, "rpi4"), macs, Example.Latency(1, "unknown")),
            new LearnedCost(Example.Model(), 10), new LearnedCost(Example.Model("rpi4"), 20));

        Assert.Equal([("latency", 2.0), ("latency", 10.0), ("macs", 4.0)], plan[0].Budget.Select(term => (term.Cost, Math.Round(term.Weight, 6))));
        Assert.Equal(["x86-64-linux/ort-1.31.1/threads-1", "rpi4", ""], plan[0].Budget.Select(term => term.BoardClass));
        Assert.Equal(3.0 / 16, plan[0].TargetShare, 6);
        Assert.Equal("latency and macs", plan[0].Cost);
    }

    [Fact]
    public void A_limit_that_the_baseline_meets_is_no_part_of_the_budget_unless_it_is_the_only_one()
    {
        var met = Example.Latency(50);
        var time = new LearnedCost(Example.Model(), 10);

        Assert.Equal(["parameters"], Plan(Example.Spec(1, met, Example.Size(0.1)), time)[0].Budget.Select(term => term.Cost));
        Assert.Equal(1, Plan(Example.Spec(1, met), time)[0].TargetShare);
    }

    private static ImmutableList<TrialSettings> Plan(CampaignSpec spec, params LearnedCost[] times)
    {
        var plan = TrialPlan.Of(spec, Example.Report(), times);
        Assert.Empty(plan.Problems);
        return plan.Trials;
    }
}
