using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Sampling;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sampling;

public sealed class SamplerTests
{
    [Fact]
    public async Task Sampling_allocates_nothing_from_its_second_reading_on()
    {
        var meter = new SimulatedMeter(TimeSpan.FromMilliseconds(1));
        using var sampler = new Sampler(meter, TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(() => meter.Reads > 300, "300 readings are taken");
        sampler.Stop();

        Assert.Equal(0, meter.Allocated);
    }

    [Fact]
    public async Task Readings_come_at_the_meters_own_rate()
    {
        var meter = new SimulatedMeter(TimeSpan.FromMilliseconds(20));
        using var sampler = new Sampler(meter, TimeSpan.FromSeconds(30));
        await Task.Delay(TimeSpan.FromSeconds(1));
        var trace = sampler.Stop().Trace!;

        Assert.InRange(trace.Samples(trace.Span) / trace.Span.Seconds, 25, 52);
    }

    [Fact]
    public async Task A_bug_in_a_driver_is_a_reason_and_not_the_end_of_the_agent()
    {
        using var sampler = new Sampler(new SimulatedMeter(TimeSpan.FromMilliseconds(1), failsAt: 5), TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => sampler.Fault is not null, "the sampler has met the bug");

        Assert.Contains("wheel off", sampler.Stop().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meter_faster_than_it_says_is_refused_before_memory_runs_out()
    {
        using var sampler = new Sampler(new SimulatedMeter(TimeSpan.FromSeconds(1), isPaced: true), TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => sampler.Fault is not null, "the sampler has had enough");

        Assert.Equal("more than 1002 readings came, far more than its interval of 1000 ms allows", sampler.Stop().Fault);
    }

    [Fact]
    public void Timestamps_of_other_frequencies_become_nanoseconds()
    {
        Assert.Equal(1_500_000_000, MonotonicClock.Nanoseconds(15_000_000, TimeSpan.TicksPerSecond));
        Assert.Equal(long.MaxValue, MonotonicClock.Nanoseconds(long.MaxValue, 1_000_000_000));
    }

    /// <summary>A simulated meter that counts what its caller allocates between two readings.</summary>
    private sealed class SimulatedMeter(TimeSpan interval, bool isPaced = false, int failsAt = int.MaxValue) : IEnergyMeter
    {
        private long _bytes;

        public int Reads { get; private set; }

        public long Allocated { get; private set; }

        public MeterDescription Description { get; } = new("simulated", EnergyTier.External, MeterQuantity.Watts, interval, "nothing", isPaced);

        public double Read()
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            if (Reads > 0)
                Allocated += bytes - _bytes;
            _bytes = bytes;
            return ++Reads < failsAt ? Reads : throw new InvalidOperationException("wheel off");
        }

        public void Dispose()
        {
        }
    }
}
