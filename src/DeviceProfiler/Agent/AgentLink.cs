namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>An open stream to the coordinator. Times are of a clock that never jumps, since the agent's start.</summary>
/// <param name="Interval">Time between heartbeats; null until the coordinator has welcomed the board.</param>
public sealed record AgentLink(TimeSpan Heard, TimeSpan Sent, TimeSpan? Interval)
{
    private static readonly TimeSpan WelcomeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Silence of so many intervals means that the other side is gone, whatever TCP believes.</summary>
    private const int SilentIntervals = 3;

    public TimeSpan BeatDue => Interval is { } interval ? Sent + interval : TimeSpan.MaxValue;

    public TimeSpan SilentAt => Heard + (Interval * SilentIntervals ?? WelcomeLimit);
}
