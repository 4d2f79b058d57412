using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>What a board agent is to do next.</summary>
public abstract record AgentAction
{
    public sealed record Send(FromBoard Message) : AgentAction;

    public sealed record Beat : AgentAction;

    public sealed record StartJob(MeasureJob Job) : AgentAction;

    public sealed record StopJob(string Lease) : AgentAction;

    /// <summary>Give the stream up and open another.</summary>
    public sealed record HangUp(string Reason) : AgentAction;

    /// <summary>Everything is done that will be: close the stream in good order and end.</summary>
    /// <param name="Refusal">Why the board is not wanted; null when it leaves by itself.</param>
    public sealed record Leave(Problem? Refusal = null) : AgentAction;
}
