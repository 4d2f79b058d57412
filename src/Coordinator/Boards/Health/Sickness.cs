namespace DeepIoT.Coordinator.Boards.Health;

/// <summary>Why a board is left out, with the figures it was told by.</summary>
/// <param name="ByFigures">It works, but not as its class does; otherwise it could not do its work.</param>
internal sealed record Sickness(string Reason, DateTimeOffset Since, bool ByFigures);
