using System.Numerics;
using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class MedianIntervalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Fewer_than_eight_readings_have_no_interval(int count) =>
        Assert.Null(MedianInterval.LowerRank(count));

    [Fact]
    public void Eight_readings_are_enclosed_by_their_extremes() =>
        Assert.Equal(new MedianInterval(1, 8), MedianInterval.Of([3, 1, 4, 8, 5, 7, 2, 6]));

    [Fact]
    public void The_ranks_are_those_of_the_exact_binomial()
    {
        for (var n = 8; n <= 300; n++)
            Assert.Equal(ExactLowerRank(n), MedianInterval.LowerRank(n));
    }

    [Fact]
    public void Thousands_of_readings_do_not_leave_the_range_of_a_double() =>
        // Normal approximation: n/2 − 2.5758·√n/2.
        Assert.InRange(MedianInterval.LowerRank(100_000)!.Value, 49_590, 49_595);

    /// <summary>By integer arithmetic: sums of binomial coefficients against 2^n.</summary>
    private static int ExactLowerRank(int n)
    {
        BigInteger coefficient = 1, sum = 0;
        for (var i = 0; ; i++)
        {
            sum += coefficient;
            if (sum * 200 > BigInteger.Pow(2, n))
                return i;
            coefficient = coefficient * (n - i) / (i + 1);
        }
    }
}
