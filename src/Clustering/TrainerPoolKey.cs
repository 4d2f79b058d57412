namespace DeepIoT.Clustering;

/// <summary>Key of the trainer pool's proxy in the actor registry.</summary>
public sealed class TrainerPoolKey;
