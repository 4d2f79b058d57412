using Google.Protobuf;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>A message the trainer pool wants sent: to the trainer at <paramref name="Trainer"/>, to the campaign when null.</summary>
internal sealed record PoolEffect(string? Trainer, IMessage Message);
