namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>A stream was opened, and this is where the agent's messages go from now on.</summary>
internal sealed record StreamReady(BoardStream Stream) : AgentEvent.StreamOpened;
