using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>What can happen to a board agent.</summary>
public abstract record AgentEvent
{
    public record StreamOpened : AgentEvent;

    public sealed record StreamEnded : AgentEvent;

    public sealed record Received(ToBoard Message) : AgentEvent;

    /// <param name="Answer">Its <see cref="JobCompleted"/> or <see cref="JobFailed"/>.</param>
    public sealed record JobEnded(string Lease, FromBoard Answer) : AgentEvent;

    /// <param name="Limit">How long the board may go on with the job it holds.</param>
    public sealed record DrainAsked(string Reason, TimeSpan Limit) : AgentEvent;

    /// <summary>The coordinator will not have this board as it is, and asking again changes nothing.</summary>
    public sealed record Refused(Problem Problem) : AgentEvent;

    /// <summary>Nothing but time has passed.</summary>
    public sealed record Woken : AgentEvent;
}
