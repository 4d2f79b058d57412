using Google.Protobuf;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// A message the board pool wants sent: to the session of <paramref name="Board"/>, to the campaign when null. A
/// <see cref="Protocol.V1.BoardEvent"/> goes nowhere: it is to be stored, with its board.
/// </summary>
internal sealed record BoardEffect(string? Board, IMessage Message);
