using Google.Protobuf;

namespace DeepIoT.Coordinator.Boards;

/// <summary>A message the board pool wants sent: to the session of <paramref name="Board"/>, to the campaign when null.</summary>
internal sealed record BoardEffect(string? Board, IMessage Message);
