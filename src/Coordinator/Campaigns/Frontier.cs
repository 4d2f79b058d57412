using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>The candidates that no other beats on accuracy, parameters, bytes and latency together.</summary>
internal static class Frontier
{
    public static IReadOnlyList<Candidate> Of(IReadOnlyCollection<Candidate> candidates) =>
        [.. candidates.Where(candidate => !candidates.Any(other => Beats(other, candidate)))];

    /// <summary>No worse in anything and better in something. Latencies compare only where both were measured on the class, undisturbed.</summary>
    internal static bool Beats(Candidate a, Candidate b)
    {
        var comparisons = Comparisons(a, b).ToArray();
        return comparisons.All(sign => sign >= 0) && comparisons.Any(sign => sign > 0);
    }

    // Positive where a is better.
    private static IEnumerable<int> Comparisons(Candidate a, Candidate b)
    {
        yield return a.ValidationAccuracy.CompareTo(b.ValidationAccuracy);
        yield return b.Cost.Parameters.CompareTo(a.Cost.Parameters);
        yield return b.Cost.Bytes.CompareTo(a.Cost.Bytes);
        foreach (var ofA in a.Measurements.Where(Sound))
        {
            foreach (var ofB in b.Measurements.Where(other => Sound(other) && other.BoardClass == ofA.BoardClass))
                yield return ofB.MedianMs.CompareTo(ofA.MedianMs);
        }
    }

    // What disturbs a run differs from one to the next: between tainted medians, chance would decide.
    private static bool Sound(Measurement measurement) => measurement.Tainted.Count == 0;
}
