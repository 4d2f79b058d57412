namespace DeepIoT.Protocol.Parsing;

/// <summary>The amounts that people write in campaign files and options, each with its own units.</summary>
public static class Amounts
{
    private static readonly Dictionary<string, double> ByteUnits = new(StringComparer.Ordinal)
    {
        ["B"] = 1,
        ["kB"] = 1e3,
        ["KB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["KiB"] = 1024,
        ["MiB"] = 1024 * 1024,
        ["GiB"] = 1024 * 1024 * 1024,
    };

    private static readonly Dictionary<string, double> CountUnits = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["k"] = 1e3,
        ["K"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
    };

    private static readonly Dictionary<string, double> TimeUnits = new(StringComparer.Ordinal)
    {
        ["us"] = 1e-3,
        ["µs"] = 1e-3,
        ["ms"] = 1,
        ["s"] = 1e3,
    };

    private static readonly Dictionary<string, double> EnergyUnits = new(StringComparer.Ordinal)
    {
        ["uJ"] = 1e-3,
        ["µJ"] = 1e-3,
        ["mJ"] = 1,
        ["J"] = 1e3,
    };

    private static readonly Dictionary<string, double> LifeUnits = new(StringComparer.Ordinal)
    {
        ["min"] = 1,
        ["h"] = 60,
        ["d"] = 24 * 60,
    };

    /// <summary>A share between 0 and 1, both excluded, written as a percentage or as a fraction: `20%`, `0.2`.</summary>
    public static Parsed<double> Share(string text)
    {
        var share = Quantity.TryParse(text, out var quantity)
            ? quantity.Unit switch { "%" => quantity.Number / 100, "" => quantity.Number, _ => double.NaN }
            : double.NaN;
        return share is > 0 and < 1
            ? share
            : new Complaint($"'{text}' is no share", "Write a percentage between 0% and 100%, such as 20%.");
    }

    /// <summary>A percentage only: where an absolute amount is allowed too, a bare fraction would be ambiguous.</summary>
    public static Parsed<double> Percentage(string text) =>
        Quantity.TryParse(text, out var quantity) && quantity is { Unit: "%", Number: > 0 and < 100 }
            ? quantity.Number / 100
            : new Complaint($"'{text}' is no percentage", "Write a percentage between 0% and 100%, such as 8%.");

    public static Parsed<double> Bytes(string text) =>
        Measured(text, ByteUnits, "size", "Write it with its unit: B, KB, MB, GB (powers of 1000) or KiB, MiB, GiB, such as 120 KB.");

    public static Parsed<double> Count(string text) =>
        Measured(text, CountUnits, "count", "Write a number with k, M or G behind it when large, such as 2 M.");

    public static Parsed<double> Milliseconds(string text) =>
        Measured(text, TimeUnits, "duration", "Write it with its unit: us, ms or s, such as 5 ms.");

    public static Parsed<double> Millijoules(string text) =>
        Measured(text, EnergyUnits, "energy", "Write it with its unit: uJ, mJ or J, such as 2 mJ.");

    /// <summary>How long something is good for.</summary>
    public static Parsed<TimeSpan> Life(string text) => Measured(text, LifeUnits, "time", "Write it with its unit: min, h or d, such as 12 h.") switch
    {
        { Complaint: { } complaint } => complaint,
        var minutes when minutes.Value <= 366 * 24 * 60 => TimeSpan.FromMinutes(minutes.Value),
        _ => new Complaint($"'{text}' is longer than a year", "Write a shorter time, such as 30 d."),
    };

    /// <summary>A positive factor, written as a number or as a quotient: `0.0625`, `1/16`.</summary>
    public static Parsed<double> Factor(string text)
    {
        var terms = text.Split('/');
        var factor = terms.Length <= 2 && terms.All(term => Quantity.TryParse(term, out var q) && q.Unit == "")
            ? terms.Select(term => Quantity.TryParse(term, out var q) ? q.Number : double.NaN).Aggregate((a, b) => a / b)
            : double.NaN;
        return double.IsFinite(factor) && factor > 0
            ? factor
            : new Complaint($"'{text}' is no factor", "Write a positive number or a quotient, such as 1/255.");
    }

    /// <summary>Percentage points, zero included; a percent sign is refused because it may be read as a share.</summary>
    public static Parsed<double> Points(string text) =>
        Quantity.TryParse(text, out var quantity) && quantity is { Unit: "" or "points", Number: <= 100 }
            ? quantity.Number
            : new Complaint($"'{text}' is no number of points", "Write percentage points without a sign, such as 0.5.");

    private static Parsed<double> Measured(string text, Dictionary<string, double> units, string what, string remedy) =>
        Quantity.TryParse(text, out var quantity) && units.TryGetValue(quantity.Unit, out var factor) && quantity.Number > 0
            ? quantity.Number * factor
            : new Complaint($"'{text}' is no {what}", remedy);
}
