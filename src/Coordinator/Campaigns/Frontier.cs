using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>The candidates that no other beats on accuracy, parameters, bytes, latency and energy together.</summary>
internal static class Frontier
{
    public static IReadOnlyList<Candidate> Of(IReadOnlyCollection<Candidate> candidates)
    {
        // Who is beaten is so by one of no lower accuracy, and most are by one of not much higher: those are looked at first.
        var worst = candidates.OrderBy(candidate => candidate.ValidationAccuracy).ToArray();
        return [.. candidates.Where(candidate => !IsBeaten(candidate, worst))];
    }

    private static bool IsBeaten(Candidate candidate, Candidate[] worst)
    {
        for (var i = FirstOf(candidate.ValidationAccuracy, worst); i < worst.Length; i++)
        {
            if (worst[i].Cost.Parameters <= candidate.Cost.Parameters && Beats(worst[i], candidate))
                return true;
        }

        return false;
    }

    private static int FirstOf(double accuracy, Candidate[] worst)
    {
        var (low, high) = (0, worst.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = worst[middle].ValidationAccuracy < accuracy ? (middle + 1, high) : (low, middle);
        }

        return low;
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
