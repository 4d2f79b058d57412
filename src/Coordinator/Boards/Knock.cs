namespace DeepIoT.Coordinator.Boards;

/// <summary>An agent that asks to attach under a name that another one has.</summary>
internal sealed record Knock(string AgentId, DateTimeOffset Since);
