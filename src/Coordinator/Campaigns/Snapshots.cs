namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What snapshots have in common.</summary>
internal static class Snapshots
{
    /// <summary>Of those written here; one that says more was written by a later coordinator, and cannot be read.</summary>
    public const int Version = 1;

    /// <exception cref="InvalidDataException">It is of a later version.</exception>
    public static void Check(int version)
    {
        if (version > Version)
            throw new InvalidDataException($"The snapshot is of version {version}, and this coordinator reads up to {Version}: use the version that wrote it, or a later one");
    }
}
