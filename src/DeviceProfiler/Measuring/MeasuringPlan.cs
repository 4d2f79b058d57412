using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>A measuring protocol with every default filled in.</summary>
/// <param name="TimeLimit">For all attempts of the measuring stage together.</param>
/// <param name="Attempts">A tainted attempt is redone until this many were made or the time is used up.</param>
public sealed record MeasuringPlan(int Threads, double IntervalShare, TimeSpan TimeLimit, int Batch, int Seed, int Attempts = 3)
{
    /// <summary>Each attempt lasts at least so long, within the limit.</summary>
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
