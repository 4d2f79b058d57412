using System.Globalization;
using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>How long a meter has to watch. Slow meters need longer for samples enough.</summary>
/// <param name="Idle">Each of the two idle windows, before and after.</param>
/// <param name="Running">The inferences run at least so long.</param>
public sealed record MeterSchedule(TimeSpan Idle, TimeSpan Running)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    // Two more than needed: the edges of a window fall between readings.
    private const int Readings = EnergyReckoning.LeastSamples + 2;

    /// <summary>What ran last must have died down before the board is idle.</summary>
    public static TimeSpan Settle { get; } = TimeSpan.FromSeconds(0.5);

    public static MeterSchedule For(MeterDescription meter)
    {
        var enough = TimeSpan.FromTicks(Math.Max(Least.Ticks, Readings * meter.Interval.Ticks));
        return new(enough, enough);
    }

    /// <summary>Time that the idle windows take beside the job itself.</summary>
    public TimeSpan Beside => 2 * (Settle + Idle);

    /// <returns>Why there would be too few samples however it goes; null when it can work.</returns>
    /// <param name="limit">Of the measuring stage.</param>
    /// <param name="deadline">Of the whole job.</param>
    public string? Obstacle(MeterDescription meter, TimeSpan limit, TimeSpan deadline)
    {
        var samples = (int)(limit / meter.Interval);
        if (samples < EnergyReckoning.LeastSamples)
            return Text($"insufficient: the meter gives {samples} samples in the measuring limit of {limit.TotalSeconds:0.#} s, {EnergyReckoning.LeastSamples} are needed");
        return Beside + limit > deadline
            ? Text($"the deadline of {deadline.TotalSeconds:0.#} s leaves no {Beside.TotalSeconds:0.#} s for idle windows beside the measuring limit of {limit.TotalSeconds:0.#} s")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
