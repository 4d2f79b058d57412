using System.Diagnostics;

namespace DeepIoT.DeviceProfiler.Energy.Sampling;

/// <summary>
/// The clock of all windows and samples, in nanoseconds. On Linux it is CLOCK_MONOTONIC, which all processes of a
/// machine share, so that the timestamps of a child mean the same to its parent.
/// </summary>
internal static class MonotonicClock
{
    public static long Now => Nanoseconds(Stopwatch.GetTimestamp(), Stopwatch.Frequency);

    /// <param name="timestamp">Of a clock that counts <paramref name="frequency"/> times a second.</param>
    public static long Nanoseconds(long timestamp, long frequency) => (long)((Int128)timestamp * 1_000_000_000 / frequency);
}
