using DeepIoT.Coordinator.Scheduling;

namespace DeepIoT.Coordinator.Tests.Scheduling;

/// <summary>Made-up rungs: accuracy and share of the cost of each trial.</summary>
public sealed class HalvingSchedulerTests
{
    private const double LeastAccuracy = 0.95;

    [Fact]
    public void Of_trials_at_one_cost_the_more_accurate_half_goes_on()
    {
        Assert.Equal(["t4", "t2"], Survivors(("t1", 0.90, 0.2), ("t2", 0.93, 0.2), ("t3", 0.91, 0.2), ("t4", 0.94, 0.2)));
    }

    [Fact]
    public void A_trial_that_another_beats_on_accuracy_and_cost_goes_before_a_small_one_of_less_accuracy()
    {
        Assert.Equal(["t1", "t3"], Survivors(("t1", 0.94, 0.2), ("t2", 0.92, 0.2), ("t3", 0.85, 0.07), ("t4", 0.80, 0.07)));
    }

    [Fact]
    public void A_cost_a_little_lower_saves_no_trial_of_less_accuracy()
    {
        Assert.Equal(["t1"], Survivors(("t1", 0.94, 0.200), ("t2", 0.90, 0.197)));
        Assert.Equal(["t1", "t2"], Survivors(("t1", 0.94, 0.200), ("t2", 0.90, 0.1), ("t3", 0.93, 0.2), ("t4", 0.89, 0.1)));
    }

    [Fact]
    public void Above_the_accuracy_limit_the_cheaper_is_better_and_below_it_the_nearer()
    {
        Assert.Equal(["t2"], Survivors(("t1", 0.99, 0.4), ("t2", 0.96, 0.2)));
        Assert.Equal(["t1"], Survivors(("t1", 0.93, 0.4), ("t2", 0.90, 0.2)));
        Assert.Equal(["t1"], Survivors(("t1", 0.95, 0.4), ("t2", 0.94, 0.2)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 4)]
    [InlineData(9, 5)]
    public void Half_goes_on_rounded_up(int trials, int survivors)
    {
        var standings = Enumerable.Range(1, trials).Select(i => ($"t{i}", 0.9 + (0.001 * i), 0.2)).ToArray();

        Assert.Equal(survivors, Survivors(standings).Count);
    }

    [Fact]
    public void Equals_go_on_in_the_order_of_the_plan()
    {
        Assert.Equal(["t1", "t2"], Survivors(("t1", 0.9, 0.2), ("t2", 0.9, 0.2), ("t3", 0.9, 0.2), ("t4", 0.9, 0.2)));
    }

    [Fact]
    public void The_grid_lets_every_trial_go_on_and_has_no_rung()
    {
        var grid = new GridScheduler();

        Assert.Equal(0, grid.Rungs);
        Assert.Equal(["t1", "t2"], grid.Survivors([new Standing("t1", 0.1, 1), new Standing("t2", 0.9, 0.1)], LeastAccuracy));
    }

    private static IReadOnlyList<string> Survivors(params (string Trial, double Accuracy, double Cost)[] standings) =>
        new HalvingScheduler().Survivors([.. standings.Select(one => new Standing(one.Trial, one.Accuracy, one.Cost))], LeastAccuracy);
}
