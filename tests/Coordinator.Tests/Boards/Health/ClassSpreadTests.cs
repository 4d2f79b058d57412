using DeepIoT.Coordinator.Boards.Health;

namespace DeepIoT.Coordinator.Tests.Boards.Health;

public sealed class ClassSpreadTests
{
    [Fact]
    public void With_fewer_than_three_runs_nothing_is_concluded() => Assert.Null(ClassSpread.Of([1, 9]));

    [Fact]
    public void Runs_that_agree_allow_a_quarter_of_their_median()
    {
        var spread = ClassSpread.Of([2, 2, 2.002, 1.998])!;

        Assert.Equal((2, 1.5, 2.5, 4), (spread.MedianMs, spread.LowMs, spread.HighMs, spread.Runs));
        Assert.True(spread.Holds(2.5));
        Assert.False(spread.Holds(2.51));
        Assert.False(spread.Holds(1.49));
    }

    [Fact]
    public void Runs_that_scatter_allow_five_robust_deviations()
    {
        // Median 3, deviations from it 2, 1, 0, 1, 2: their median is 1.
        var spread = ClassSpread.Of([1, 2, 3, 4, 5])!;

        Assert.Equal(3 + (5 * 1.4826), spread.HighMs, 1e-9);
        Assert.Equal(0, spread.LowMs);
    }

    [Fact]
    public void One_run_that_lies_far_off_does_not_widen_the_spread()
    {
        Assert.False(ClassSpread.Of([1, 1.01, 0.99, 1, 50])!.Holds(2));
    }
}
