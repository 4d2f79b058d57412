using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Reckoning;

/// <summary>A simulated board's power as a function of seconds, read at made-up moments.</summary>
internal static class SimulatedSignal
{
    public static readonly MeterDescription Meter =
        new("simulated", EnergyTier.External, MeterQuantity.Watts, TimeSpan.FromMilliseconds(10), "a simulated board");

    public static long At(double seconds) => (long)Math.Round(seconds * 1e9);

    public static TimeWindow Window(double from, double to) => new(At(from), At(to));

    public static PowerTrace Trace(Func<double, double> watts, double to, double every = 0.01, MeterQuantity quantity = MeterQuantity.Watts)
    {
        double[] seconds = [.. Enumerable.Range(0, (int)Math.Round(to / every) + 1).Select(i => i * every)];
        return new(quantity, [.. seconds.Select(At)], [.. seconds.Select(watts)]);
    }

    /// <summary>Idle until 2 s and from 6 s to 8 s, at work in between; the readings last from 2.5 s to 5.5 s.</summary>
    public static MeteredRun Run(Func<double, double> watts, double every = 0.01, long inferences = 1000, MeterDescription? meter = null) => new(
        (meter ?? Meter) with { Interval = TimeSpan.FromSeconds(every) },
        Trace(watts, 8, every), Window(0, 2), [.. Window(2.5, 5.5).Cut(30)], Window(6, 8), inferences);

    /// <summary>Adds noise whose neighbours are correlated: each value keeps <paramref name="memory"/> of the one before.</summary>
    public static Func<double, double> Noisy(this Func<double, double> watts, double amplitude, double memory = 0, int seed = 1)
    {
        var (random, state) = (new Random(seed), 0.0);
        return seconds =>
        {
            state = memory * state + Math.Sqrt(1 - memory * memory) * amplitude * Normal(random);
            return watts(seconds) + state;
        };
    }

    public static Func<double, double> Load(double idle, double running) => seconds => seconds is > 2 and < 6 ? running : idle;

    // Box and Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
