using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class OrderStatisticsTests
{
    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle_two()
    {
        Assert.Equal(2.5, OrderStatistics.Median([4, 1, 3, 2]));
        Assert.Equal(3, OrderStatistics.Median([5, 1, 3]));
    }

    [Fact]
    public void Percentiles_are_values_that_were_read()
    {
        double[] values = [.. Enumerable.Range(1, 100).Select(i => (double)i)];
        Assert.Equal(90, OrderStatistics.Percentile(values, 0.90));
        Assert.Equal(99, OrderStatistics.Percentile(values, 0.99));
        Assert.Equal(7, OrderStatistics.Percentile([7], 0.99));
    }

    [Fact]
    public void No_readings_have_no_median() =>
        Assert.Throws<ArgumentException>(() => OrderStatistics.Median([]));
}
