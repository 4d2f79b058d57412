namespace DeepIoT.Coordinator.Boards;

/// <summary>Another agent is attached under the same name and alive.</summary>
internal sealed class BoardRefusedException(string board)
    : Exception($"Another agent is attached as {board}, and it is alive. Stop that one, or give this one a name of its own");
