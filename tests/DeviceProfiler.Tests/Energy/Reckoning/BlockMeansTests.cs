using DeepIoT.DeviceProfiler.Energy.Reckoning;
using static DeepIoT.DeviceProfiler.Tests.Energy.Reckoning.SimulatedSignal;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Reckoning;

public sealed class BlockMeansTests
{
    [Fact]
    public void Known_means_give_the_known_spread() =>
        Assert.Equal(Math.Sqrt(30.0 / 4 / 5) * Math.Sqrt(4.0 / 2), BlockMeans.StandardUncertainty([0, 1, 3, 4, 7]), 9);

    [Theory]
    [InlineData(0, 0.93)]
    [InlineData(0.9, 0.90)]
    public void Twice_the_uncertainty_covers_the_mean_however_much_neighbours_resemble_one_another(double memory, double least)
    {
        var covered = Enumerable.Range(0, 1000).Count(seed =>
        {
            var trace = Trace(((Func<double, double>)(_ => 5)).Noisy(0.3, memory, seed), 5);
            var means = Window(0, 5).Cut(BlockMeans.Blocks).Select(trace.MeanWatts).ToArray();
            return Math.Abs(means.Average() - 5) <= 2 * BlockMeans.StandardUncertainty(means);
        });

        Assert.InRange(covered / 1000.0, least, 0.99);
    }
}
