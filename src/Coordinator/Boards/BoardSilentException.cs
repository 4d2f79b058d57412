namespace DeepIoT.Coordinator.Boards;

/// <summary>No heartbeat came for three intervals.</summary>
internal sealed class BoardSilentException(string board) : Exception($"{board} sent no heartbeat");
