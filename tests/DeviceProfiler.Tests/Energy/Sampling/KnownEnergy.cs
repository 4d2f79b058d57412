using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Reckoning;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using Xunit.Abstractions;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sampling;

/// <summary>Holds what was sampled against the energy that is known.</summary>
internal static class KnownEnergy
{
    private const double Seconds = 2.4;

    /// <summary>Whoever plays the meter may be this late without changing the energy by much.</summary>
    private const double Late = 0.012;

    /// <summary>Its edges fall between readings.</summary>
    public static TimeWindow Window(long start) => new(start + 313_000_000, start + 2_151_000_000);

    public static SampledPower Sample(IEnergyMeter meter)
    {
        using var sampler = new Sampler(meter, TimeSpan.FromSeconds(60));
        Thread.Sleep(TimeSpan.FromSeconds(Seconds));
        return sampler.Stop();
    }

    /// <summary>Expects joules within 2 %. A machine that is busy with other things may be late at the wrong moment; it gets a few tries.</summary>
    /// <param name="run">With the longest time for which the meter showed one and the same.</param>
    public static void Check(ITestOutputHelper output, Func<(string Name, SampledPower Sampled, TimeWindow Window, double Joules, double LongestPause)> run)
    {
        for (var tries = 5; !IsRight(); tries--)
            Assert.True(tries > 1, "no try came out within 2 %");

        bool IsRight()
        {
            var (name, sampled, window, joules, pause) = run();
            Assert.Null(sampled.Fault);
            var error = sampled.Trace!.Joules(window) / joules - 1;
            pause = Math.Max(pause, sampled.Trace.LongestGap(window).TotalSeconds);
            output.WriteLine($"{name}: {joules:0.###} J {error:+0.00%;-0.00%}, {sampled.Trace.Samples(window)} samples, longest pause {pause * 1e3:0} ms, overhead {sampled.Overhead:0.00%} of a core");
            Assert.InRange(sampled.Overhead!.Value, 1e-6, 0.2);
            Assert.True(Math.Abs(error) <= 0.02 || pause > Late, $"off by {error:0.0%} of {joules:0.###} J, and nobody was late");
            return Math.Abs(error) <= 0.02;
        }
    }
}
