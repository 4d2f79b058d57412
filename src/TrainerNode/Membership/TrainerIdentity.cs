namespace DeepIoT.TrainerNode.Membership;

/// <summary>What a trainer says of itself.</summary>
internal sealed record TrainerIdentity(string Name, string TorchVersion);
