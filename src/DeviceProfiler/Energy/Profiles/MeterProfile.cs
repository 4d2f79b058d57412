using DeepIoT.DeviceProfiler.Energy.Instruments;
using DeepIoT.Protocol.V1;
using YamlDotNet.Core;

namespace DeepIoT.DeviceProfiler.Energy.Profiles;

/// <summary>Reads a meter's profile; docs/write-a-meter.md describes it field by field.</summary>
internal static class MeterProfile
{
    private const int LongestFile = 1 << 16;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<string, double> Times = new() { ["ms"] = 1e-3, ["s"] = 1 };
    private static readonly Dictionary<string, double> Shares = new() { ["%"] = 0.01 };

    /// <param name="sensor">Finds a sensor of the board by its name, for a profile that calibrates one; null when there is none.</param>
    /// <returns>The meter; null when there are problems.</returns>
    public static (MeterSource? Source, IReadOnlyList<Problem> Problems) Read(string path, Func<string, MeterSource?> sensor)
    {
        var file = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path).Length > LongestFile)
                return (null, [Of(file, $"is longer than {LongestFile} bytes", "name a meter's profile")]);
            using var text = new StreamReader(path);
            var fields = new ProfileFields(file, FlatYaml.Read(text));
            var source = Source(fields, Path.GetFileNameWithoutExtension(path), sensor);
            fields.RefuseUnknown();
            return fields.Problems.Count == 0 ? (source, []) : (null, fields.Problems);
        }
        catch (YamlException fault)
        {
            return (null, [Of($"{file}:{fault.Start.Line}", $"is not valid YAML: {fault.Message}", "check indentation, quotes and colons near this line")]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, [Of(file, $"cannot be read: {fault.Message}", "check the path and its rights")]);
        }
    }

    private static MeterSource? Source(ProfileFields fields, string name, Func<string, MeterSource?> sensor)
    {
        var named = fields.Text("name");
        var measures = fields.Text("measures");
        var accuracy = fields.Amount("accuracy", Shares, "write a share of the reading, such as 0.5 %");
        var factor = fields.Positive("factor", "write a number above 0, such as 1.02") ?? 1;
        if (fields.Text("sensor") is { } board)
        {
            if (sensor(board) is { } found)
                return found with { Meter = found.Meter with { Name = named ?? board, Measures = measures ?? found.Meter.Measures, Accuracy = accuracy, Factor = factor } };
            fields.Refuse("sensor", $"this machine has no sensor `{board}`", "deepiot-profiler --list-meters shows those it has");
            return null;
        }
        var interval = Interval(fields);
        var meter = new MeterDescription(named ?? name, EnergyTier.External, MeterQuantity.Watts, interval, measures ?? "what is wired to it", Accuracy: accuracy, Factor: factor);
        var link = LinkFields.Read(fields);
        switch (fields.Text("protocol"))
        {
            case "scpi":
                var commands = Commands(fields);
                return new(meter, meter => new ScpiMeter(meter, link!(), commands));
            case "lines":
                var (format, quantity) = LineFormatFields.Read(fields);
                return new(meter with { Quantity = quantity, IsPaced = true }, meter => new LineMeter(meter, link!(), format!));
            case var other:
                fields.Refuse("protocol", other is null ? "is missing" : $"there is no `{other}`", "write scpi, or lines for a meter that sends lines by itself");
                return null;
        }
    }

    private static TimeSpan Interval(ProfileFields fields)
    {
        if (fields.Amount("interval", Times, "write a time, such as 100 ms") is not { } seconds)
            return DefaultInterval;
        if (seconds is < 1e-3 or > 10)
            fields.Refuse("interval", $"`{fields.Text("interval")}` is not between 1 ms and 10 s", "write the time between two of its readings");
        return TimeSpan.FromSeconds(seconds);
    }

    private static ScpiCommands Commands(ProfileFields fields)
    {
        var (power, current, voltage) = (fields.Text("power"), fields.Text("current"), fields.Text("voltage"));
        var defaults = new ScpiCommands();
        // Who names a current does not want to be asked for power.
        return new(power ?? (current is null ? defaults.Power : null), current ?? defaults.Current, voltage ?? defaults.Voltage);
    }

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
