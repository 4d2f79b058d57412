namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>A board that takes no new job and leaves once the current one is answered.</summary>
/// <param name="Until">When the current job is given up.</param>
/// <param name="IsOver">True once that time has come: the board leaves even if its answer finds no stream.</param>
public sealed record AgentDrain(string Reason, TimeSpan Until, bool IsOver = false);
