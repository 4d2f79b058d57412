namespace DeepIoT.Coordinator.Boards;

/// <summary>The board's credential was revoked while its stream was open.</summary>
internal sealed class BoardRevokedException(string board)
    : Exception($"The credential of {board} was revoked. Ask for an invitation to enrol it anew");
