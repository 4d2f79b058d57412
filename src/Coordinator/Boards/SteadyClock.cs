namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// Time for deadlines: it began with the wall clock and never jumps, whoever sets that. What people and files are told
/// is moved to the wall clock of the moment.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(100);

    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startedAt = time.GetTimestamp();

    public DateTimeOffset Now => _start + time.GetElapsedTime(_startedAt);

    /// <summary>By how much the wall clock is ahead, apart from what two readings in a row differ by.</summary>
    public TimeSpan WallOffset
    {
        get
        {
            var offset = time.GetUtcNow() - Now;
            return offset.Duration() < Noise ? TimeSpan.Zero : offset;
        }
    }
}
