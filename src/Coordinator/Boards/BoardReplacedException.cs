namespace DeepIoT.Coordinator.Boards;

/// <summary>Another stream attached under the same name.</summary>
internal sealed class BoardReplacedException(string board)
    : Exception($"Another stream has attached as {board}. Boards need names of their own");
