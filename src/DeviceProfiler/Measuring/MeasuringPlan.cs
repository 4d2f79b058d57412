using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>A measuring protocol with every default filled in.</summary>
/// <param name="TimeLimit">For the measuring stages of all launches together.</param>
public sealed record MeasuringPlan(int Threads, double IntervalShare, TimeSpan TimeLimit, int Batch, int Seed)
{
    /// <summary>Of one launch.</summary>
    public int Readings { get; init; } = Launches.ReadingsEach;

    /// <summary>Inferences in a reading, as an earlier launch found them; null finds them out.</summary>
    public int? RunsPerReading { get; init; }

    /// <summary>One launch measures at least so long, within the limit.</summary>
    public TimeSpan LeastTime { get; init; }

    /// <summary>One inference begins each period, and the board rests between; null runs them back to back.</summary>
    public TimeSpan? Period { get; init; }

    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(30);

    /// <param name="boardThreads">Used when the protocol leaves the number of threads to the board.</param>
    public static MeasuringPlan From(MeasuringProtocol protocol, int boardThreads) => new(
        protocol.Threads > 0 ? protocol.Threads : boardThreads,
        protocol.IntervalShare > 0 ? protocol.IntervalShare : 0.02,
        protocol.TimeLimit?.ToTimeSpan() ?? DefaultTimeLimit,
        protocol.Batch > 0 ? protocol.Batch : 1,
        unchecked((int)(protocol.Seed ^ (protocol.Seed >> 32))))
    {
        Period = protocol.Period?.ToTimeSpan(),
    };
}
