using System.Text.RegularExpressions;
using DeepIoT.DeviceProfiler.Energy.Instruments;

namespace DeepIoT.DeviceProfiler.Energy.Profiles;

/// <summary>The fields that describe the lines of a meter.</summary>
internal static class LineFormatFields
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<string, Dictionary<string, double>> Units = new()
    {
        ["volts"] = new() { ["V"] = 1, ["mV"] = 1e-3, ["uV"] = 1e-6, ["µV"] = 1e-6 },
        ["amps"] = new() { ["A"] = 1, ["mA"] = 1e-3, ["uA"] = 1e-6, ["µA"] = 1e-6 },
        ["watts"] = new() { ["W"] = 1, ["mW"] = 1e-3, ["uW"] = 1e-6, ["µW"] = 1e-6 },
        ["joules"] = new() { ["J"] = 1, ["mJ"] = 1e-3, ["uJ"] = 1e-6, ["µJ"] = 1e-6, ["Wh"] = 3600, ["mWh"] = 3.6 },
    };

    public static (LineFormat? Format, MeterQuantity Quantity) Read(ProfileFields fields)
    {
        var separator = fields.Text("separator") ?? " ";
        if (separator.Length != 1)
            fields.Refuse("separator", $"`{separator}` is not one character", "write one; left out, fields stand between spaces");
        var start = fields.Text("start") ?? "";
        switch ((Value(fields, "volts"), Value(fields, "amps"), Value(fields, "watts"), Value(fields, "joules")))
        {
            case ({ } volts, { } amps, null, null):
                return (new(separator[0], volts, amps, start), MeterQuantity.Watts);
            case (null, null, { } watts, null):
                return (new(separator[0], watts, null, start), MeterQuantity.Watts);
            case (null, null, null, { } joules):
                return (new(separator[0], joules, null, start), MeterQuantity.Joules);
            default:
                fields.Refuse("watts", "a line is to tell watts, or volts and amps, or joules, and nothing else", "describe one of the three");
                return (null, MeterQuantity.Watts);
        }
    }

    private static LineValue? Value(ProfileFields fields, string quantity)
    {
        var (field, pattern, unit) = (fields.Text($"{quantity}.field"), fields.Text($"{quantity}.pattern"), fields.Text($"{quantity}.unit"));
        if (field is null && pattern is null)
        {
            if (unit is not null)
                fields.Refuse($"{quantity}.unit", "nothing says where the value stands", $"add `field` or `pattern` to `{quantity}`");
            return null;
        }
        if (field is not null && pattern is not null)
            fields.Refuse($"{quantity}.pattern", "beside `field` it is one too many", "keep one of the two");
        if (!Units[quantity].TryGetValue(unit ?? "", out var scale))
            fields.Refuse($"{quantity}.unit", unit is null ? "is missing" : $"`{unit}` is no unit of {quantity}", $"write one of {string.Join(", ", Units[quantity].Keys)}");
        return new(fields.Whole($"{quantity}.field", "count fields from 1"), pattern is null ? null : Pattern(fields, $"{quantity}.pattern", pattern), scale);
    }

    private static Regex? Pattern(ProfileFields fields, string name, string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException fault)
        {
            fields.Refuse(name, $"is no regular expression: {fault.Message}", "quote it with single quotes");
            return null;
        }
    }
}
