using System.Globalization;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// The launches that make a measurement. Readings of one process agree with one another, and yet another process may be
/// several percent off: by where its memory lies, or by whom else the machine serves in that second. So the model is launched
/// anew until enough launches agree, and the 99 % interval of the median that readings would have if launches did not differ is
/// narrower than <paramref name="IntervalShare"/> of it, or <paramref name="Limit"/> is used up. It holds no state: it judges
/// the launches so far.
/// </summary>
public sealed record Launches(double IntervalShare, TimeSpan Limit)
{
    public const int Enough = 3, Most = 6, ReadingsEach = 5;

    // An interval that is looked at after every launch closes by luck more often than its 1 % when there are few readings.
    public const int LeastReadings = Enough * ReadingsEach;

    /// <summary>Clean launches lie within it: the slowest over the fastest, less one.</summary>
    public const double Tolerance = 0.05;

    // One that disagrees is replaced; two are no accident.
    private const int MostApart = 1;

    /// <summary>How many readings the next launch shall have, or null when the measurement is over.</summary>
    public int? NextReadings(IReadOnlyList<Launch> launches)
    {
        if (launches.Count == Most || (launches.Count > 0 && Took(launches) >= Limit))
            return null;
        if (!Agree(launches))
            return ReadingsEach;
        return IsClosed(launches) ? null : Counting(launches).Sum(launch => launch.Milliseconds.Count);
    }

    /// <summary>Those whose readings are the measurement's: the clean ones that agree; else all clean ones; else all.</summary>
    public static IReadOnlyList<Launch> Counting(IReadOnlyList<Launch> launches)
    {
        var clean = launches.Where(launch => launch.IsClean).ToArray();
        return clean.Length == 0 ? launches : Agree(launches) ? Together(clean) : clean;
    }

    /// <summary>Median of the launches' medians.</summary>
    public static double MedianMs(IReadOnlyList<Launch> launches) =>
        OrderStatistics.Median([.. Counting(launches).Select(launch => launch.MedianMs)]);

    /// <summary>Of the readings that count; differences between launches make it wider.</summary>
    public static MedianInterval? Interval(IReadOnlyList<Launch> launches) =>
        MedianInterval.Of([.. Counting(launches).SelectMany(launch => launch.Milliseconds)]);

    /// <summary>The readings that count, each launch's moved to the common median: what is left is how readings of one process scatter.</summary>
    private static double[] Centred(IReadOnlyList<Launch> launches)
    {
        var median = MedianMs(launches);
        return [.. Counting(launches).SelectMany(launch => launch.Milliseconds.Select(ms => ms * median / launch.MedianMs))];
    }

    public bool IsClosed(IReadOnlyList<Launch> launches) =>
        Centred(launches) is { Length: >= LeastReadings } readings
        && MedianInterval.Of(readings) is { } interval
        && interval.Width < IntervalShare * MedianMs(launches);

    /// <summary>Why the measurement should not be trusted, in words; empty when nothing speaks against it.</summary>
    public IReadOnlyList<string> Reasons(IReadOnlyList<Launch> launches)
    {
        if (Agree(launches))
            return IsClosed(launches) ? [] : [Unclosed(launches)];
        var (disturbed, clean) = (launches.Where(launch => !launch.IsClean).ToArray(), launches.Where(launch => launch.IsClean).ToArray());
        // The launch with the fewest reasons, the latest of equals.
        var reasons = disturbed.Length == 0 ? [] : disturbed.Aggregate((best, next) => next.Tainted.Count <= best.Tainted.Count ? next : best).Tainted;
        if (clean.Length > 1 && Spread(clean) > Tolerance)
            return [.. reasons, $"launches disagree by {Percent(Spread(clean))} (limit {Percent(Tolerance)})"];
        return reasons.Count > 0 ? reasons : [string.Create(CultureInfo.InvariantCulture, $"{clean.Length} of the {Enough} launches needed in the time of {Limit.TotalSeconds:0.#} s")];
    }

    private static bool Agree(IReadOnlyList<Launch> launches)
    {
        var clean = launches.Where(launch => launch.IsClean).ToArray();
        var together = Together(clean).Length;
        return together >= Enough && clean.Length - together <= MostApart;
    }

    /// <summary>The most launches that lie within the tolerance, the fastest of equally many: disturbance makes slower.</summary>
    private static Launch[] Together(IReadOnlyCollection<Launch> clean) =>
        clean.Select(first => clean.Where(launch => launch.MedianMs >= first.MedianMs && launch.MedianMs <= first.MedianMs * (1 + Tolerance)).ToArray())
            .OrderByDescending(group => group.Length).ThenBy(group => group.Min(launch => launch.MedianMs)).FirstOrDefault() ?? [];

    private static TimeSpan Took(IEnumerable<Launch> launches) => new(launches.Sum(launch => launch.Took.Ticks));

    private static double Spread(IReadOnlyCollection<Launch> launches) => (launches.Max(launch => launch.MedianMs) / launches.Min(launch => launch.MedianMs)) - 1;

    private string Unclosed(IReadOnlyList<Launch> launches)
    {
        var readings = Centred(launches);
        var width = MedianInterval.Of(readings)?.Width / MedianMs(launches);
        return string.Create(CultureInfo.InvariantCulture,
            $"interval of the median not closed by {Counting(launches).Count} launches ({(width is null ? $"{readings.Length} readings make none" : Percent(width.Value))}, limit {Percent(IntervalShare)})");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
