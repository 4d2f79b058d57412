namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Makes what was told over time short enough to keep and to draw.</summary>
internal static class Thinning
{
    /// <summary>Every second of them, and the last.</summary>
    public static IEnumerable<T> Halved<T>(this IReadOnlyCollection<T> told) => told.Where((_, i) => i % 2 == 0 || i == told.Count - 1);
}
