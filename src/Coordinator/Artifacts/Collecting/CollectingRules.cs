namespace DeepIoT.Coordinator.Artifacts.Collecting;

/// <summary>Which artifacts may be removed.</summary>
internal static class CollectingRules
{
    /// <summary>
    /// Below it an artifact may belong to something whose reference is not stored yet: an upload before its submission, or a
    /// trial's checkpoint before its message. Whoever is about to refer to an old one makes it young first.
    /// </summary>
    public static TimeSpan LeastAge { get; } = TimeSpan.FromHours(1);

    public static bool MayGo(StoredArtifact stored, IReadOnlySet<string> referred, DateTimeOffset now, TimeSpan olderThan) =>
        IsOld(stored, now, olderThan) && !referred.Contains(stored.Sha256);

    public static bool IsOld(StoredArtifact stored, DateTimeOffset now, TimeSpan olderThan) => now - stored.Since >= olderThan;
}
