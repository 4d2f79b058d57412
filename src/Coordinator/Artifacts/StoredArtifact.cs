namespace DeepIoT.Coordinator.Artifacts;

/// <summary>What a store tells of an artifact.</summary>
/// <param name="Since">When it was stored, or last touched.</param>
internal sealed record StoredArtifact(string Sha256, long Bytes, DateTimeOffset Since);
