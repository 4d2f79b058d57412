using System.Globalization;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Protocol.Text;

/// <summary>Amounts as people read them.</summary>
public static class Readable
{
    public const string NotMeasured = "not measured";

    /// <summary>`7.9 %` of a share in 0..1.</summary>
    public static string Percent(double? share, int decimals = 1) =>
        share is { } value ? $"{Fixed(value * 100, decimals)} %" : "unknown";

    /// <summary>`0.5 points`, `1 point`: a difference of percentages.</summary>
    public static string Points(double points) => points == 1 ? "1 point" : string.Create(CultureInfo.InvariantCulture, $"{points:0.##} points");

    /// <summary>`97.78 → 97.50 %`; the latter alone when the former is unknown.</summary>
    public static string Change(double? before, double? after) =>
        before is { } known && after is not null ? $"{Fixed(known * 100, 2)} → {Percent(after, 2)}" : Percent(after, 2);

    /// <summary>Three significant digits: `0.0412 ms`, `12.3 ms`.</summary>
    public static string Milliseconds(double? ms) => ms is { } value ? $"{Significant(value)} ms" : NotMeasured;

    /// <summary>`[4.40, 4.60]`, the 99 % interval of the median in milliseconds; null where there were too few readings for one.</summary>
    public static string? Interval(Measurement measured) => measured is { HasIntervalLowMs: true, HasIntervalHighMs: true }
        ? $"[{Significant(measured.IntervalLowMs)}, {Significant(measured.IntervalHighMs)}]"
        : null;

    /// <summary>`1.50 ± 0.050 mJ (external)`; without an uncertainty or a tier as much of it as is known.</summary>
    /// <param name="uncertainty">Half the width of the 95 % interval.</param>
    public static string Joules(double? joules, double? uncertainty = null, string tier = "")
    {
        if (joules is not { } value)
            return NotMeasured;
        var margin = uncertainty is { } known ? $" ± {Significant(known * 1000, 2)}" : "";
        return $"{Significant(value * 1000)}{margin} mJ{(tier.Length > 0 ? $" ({tier})" : "")}";
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
    };

    /// <summary>`431 080`, with thin groups that any terminal can show.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>A moment on the reader's own clock.</summary>
    public static string Moment(Timestamp? at) =>
        at?.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "unknown";

    public static string? Iso(Timestamp? at) => at?.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture);

    public static string BoardClass(string boardClass, bool simulated) => simulated ? $"{boardClass} (simulated)" : boardClass;

    /// <summary>Enough of a hash to tell candidates apart at a glance.</summary>
    public static string ShortHash(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;

    private static string Fixed(double value, int decimals) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    public static string Significant(double value, int digits = 3)
    {
        if (value == 0 || !double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9);
        return value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }
}
