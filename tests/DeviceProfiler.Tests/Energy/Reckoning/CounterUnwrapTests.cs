using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Reckoning;

public sealed class CounterUnwrapTests
{
    [Fact]
    public void A_counter_that_starts_again_goes_on_counting() =>
        Assert.Equal([0, 50, 80, 80, 120], Totals(new CounterUnwrap(1000), 900, 950, 980, 980, 20));

    [Fact]
    public void Many_rounds_lose_nothing()
    {
        var random = new Random(1);
        var (counter, sum, reading) = (new CounterUnwrap(262_143_328_850).Next(0), 0.0, 0.0);
        for (var i = 0; i < 1000; i++)
        {
            var step = random.NextInt64(262_143_328_850);
            sum += step;
            reading = (reading + step) % 262_143_328_850;
            counter = counter!.Value.Next(reading);
        }

        Assert.Equal(sum, counter!.Value.Total, 3);
    }

    [Fact]
    public void A_counter_without_a_range_that_falls_was_reset() =>
        Assert.Null(new CounterUnwrap(null).Next(5)!.Value.Next(4));

    private static double[] Totals(CounterUnwrap counter, params double[] readings) =>
        [.. readings.Select(reading => (counter = counter.Next(reading)!.Value).Total)];
}
