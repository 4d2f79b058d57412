namespace DeepIoT.Coordinator.Artifacts;

/// <summary>What was read is not what the name promises.</summary>
/// <param name="stored">It lies like that in the store, and was set aside; otherwise another reading may be sound.</param>
internal sealed class CorruptArtifactException(string sha256, bool stored)
    : Exception(stored ? $"Artifact {sha256} is corrupt in the store and was set aside. Upload it again" : $"Artifact {sha256} came garbled. Fetch it again")
{
    public bool Stored => stored;
}
