namespace DeepIoT.Coordinator.Artifacts.Collecting;

/// <summary>How old artifacts have to be that may be removed.</summary>
internal static class CollectingRules
{
    /// <summary>
    /// Below it an artifact may belong to something whose reference is not stored yet: an upload before its submission, a
    /// model that waits for a board, or a trial's checkpoint before its message. Whoever is about to refer to an old one makes
    /// it young first.
    /// </summary>
    public static TimeSpan LeastAge { get; } = TimeSpan.FromDays(1);

    public static bool IsOld(StoredArtifact stored, DateTimeOffset now, TimeSpan olderThan) => now - stored.Since >= olderThan;
}
