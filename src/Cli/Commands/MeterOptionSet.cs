using System.CommandLine;
using System.Globalization;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy;

namespace DeepIoT.Cli.Commands;

/// <summary>The options that choose a meter, of a board and of a single measurement.</summary>
internal sealed class MeterOptionSet
{
    private readonly Option<string?> _meter = new("--meter")
    {
        Description = "Meter of the energy: a sensor's name, a profile's file, or 'none'; the best sensor found otherwise.",
        HelpName = "name|file.yaml|none",
    };

    private readonly Option<double?> _factor = CommonOptions.Of<double?>(
        "--meter-factor", "Calibration factor of the meter named.", "factor", text => Factor(text), null);

    public IEnumerable<Option> All => [_meter, _factor];

    public string? Meter(ParseResult parsed) => parsed.GetValue(_meter);

    public double? Factor(ParseResult parsed) => parsed.GetValue(_factor);

    public MeterChoice Choose(ParseResult parsed) => MeterChoice.Of(Meter(parsed), Factor(parsed), new SystemFiles());

    private static Parsed<double?> Factor(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and < double.PositiveInfinity
            ? factor
            : new Complaint($"'{text}' is no calibration factor", "Write a number above 0, such as 1.02.");
}
