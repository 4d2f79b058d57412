using System.Globalization;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Energy.Profiles;

/// <summary>The fields of a profile as they are asked for; collects everything that is wrong with them.</summary>
internal sealed class ProfileFields(string file, Dictionary<string, (string Text, int Line)> fields)
{
    private readonly HashSet<string> _asked = [];

    public List<Problem> Problems { get; } = [];

    /// <summary>A field's text; null when it is not given or empty.</summary>
    public string? Text(string name)
    {
        _asked.Add(name);
        return fields.TryGetValue(name, out var field) && field.Text.Length > 0 ? field.Text : null;
    }

    public double? Positive(string name, string remedy) => Parse(name, Number, remedy);

    public int? Whole(string name, string remedy) =>
        (int?)Parse(name, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0 ? whole : null, remedy);

    /// <summary>A positive number with one of the units.</summary>
    public double? Amount(string name, IReadOnlyDictionary<string, double> units, string remedy) => Parse(name, text =>
    {
        var unit = text[(text.LastIndexOfAny([.. "0123456789. "]) + 1)..];
        return units.TryGetValue(unit, out var scale) ? Number(text[..^unit.Length]) * scale : null;
    }, remedy);

    public void Refuse(string name, string reason, string remedy) =>
        Problems.Add(new() { Field = fields.TryGetValue(name, out var field) ? $"{file}:{field.Line} {name}" : $"{file} {name}", Reason = reason, Remedy = remedy });

    /// <summary>To be called last: whatever nobody asked for is a slip of the pen.</summary>
    public void RefuseUnknown()
    {
        foreach (var name in fields.Keys.Except(_asked))
            Refuse(name, "there is no such field here", $"leave it out; known here are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
    }

    private double? Parse(string name, Func<string, double?> parse, string remedy)
    {
        if (Text(name) is not { } text)
            return null;
        if (parse(text) is { } value)
            return value;
        Refuse(name, $"`{text}` cannot be used", remedy);
        return null;
    }

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < double.PositiveInfinity ? number : null;
}
