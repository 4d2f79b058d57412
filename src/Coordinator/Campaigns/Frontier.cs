using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>The candidates that no other beats on accuracy, parameters, bytes, latency and energy together.</summary>
internal static class Frontier
{
    public static IReadOnlyList<Candidate> Of(IReadOnlyCollection<Candidate> candidates)
    {
        // Who is beaten is so by one of no lower accuracy: with the best first, most are after a few comparisons.
        var best = candidates.OrderByDescending(candidate => candidate.ValidationAccuracy).ToArray();
        return
        [
            .. candidates.Where(candidate => !best
                .TakeWhile(other => other.ValidationAccuracy >= candidate.ValidationAccuracy)
                .Any(other => other.Cost.Parameters <= candidate.Cost.Parameters && Beats(other, candidate))),
        ];
    }

    /// <summary>No worse in anything and better in something. Latencies and energies compare only where both were measured on the class, undisturbed.</summary>
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
            {
                yield return ofB.MedianMs.CompareTo(ofA.MedianMs);
                if (ofA.HasJoules && ofB.HasJoules)
                    yield return Lower(ofA, ofB);
            }
        }
    }

    // Energies as close as their uncertainties are alike.
    private static int Lower(Measurement a, Measurement b) =>
        Math.Abs(a.Joules - b.Joules) <= Math.Max(Uncertainty(a), Uncertainty(b)) ? 0 : b.Joules.CompareTo(a.Joules);

    private static double Uncertainty(Measurement measurement) => measurement.Metering?.UncertaintyJoules ?? 0;

    // What disturbs a run differs from one to the next: between tainted medians, chance would decide.
    private static bool Sound(Measurement measurement) => measurement.Tainted.Count == 0;
}
