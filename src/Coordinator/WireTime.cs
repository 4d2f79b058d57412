using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator;

/// <summary>Times as clients send them, who may send any numbers.</summary>
internal static class WireTime
{
    // The limits of the two messages, by their definition.
    private const long MostSeconds = 315_576_000_000, FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;
    private const int Second = 1_000_000_000;

    /// <summary>What was sent, the usual when nothing was, and nothing when it is no duration.</summary>
    public static TimeSpan Or(this Duration? life, TimeSpan usual) => life is null
        ? usual
        : life.Seconds is >= -MostSeconds and <= MostSeconds && life.Nanos is > -Second and < Second && (long)Math.Sign(life.Seconds) * Math.Sign(life.Nanos) >= 0
            ? life.ToTimeSpan()
            : TimeSpan.Zero;

    public static bool IsMoment(this Timestamp at) => at.Seconds is >= FirstSecond and <= LastSecond && at.Nanos is >= 0 and < Second;
}
