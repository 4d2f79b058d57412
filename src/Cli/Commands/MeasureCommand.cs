using System.CommandLine;
using System.Globalization;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.DeviceProfiler;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot measure`</summary>
internal sealed class MeasureCommand : ExampleCommand
{
    private static readonly Column<Measurement>[] Columns =
    [
        new("boardClass", "board class", m => m.BoardClass),
        new("medianMs", "median", m => m.MedianMs, m => Readable.Milliseconds(m.MedianMs)),
        new("intervalLowMs", "99 % from", m => Low(m), m => Readable.Milliseconds(Low(m))),
        new("intervalHighMs", "to", m => High(m), m => Readable.Milliseconds(High(m))),
        new("p90Ms", "p90", m => m.P90Ms, m => Readable.Milliseconds(m.P90Ms)),
        new("p99Ms", "p99", m => m.P99Ms, m => Readable.Milliseconds(m.P99Ms)),
        new("launches", "launches", m => m.Launches.Count, m => $"{m.Launches.Count(l => l.Counts)} of {m.Launches.Count}"),
        new("launchMediansMs", "", m => string.Join(' ', m.Launches.Select(l => l.MedianMs.ToString(CultureInfo.InvariantCulture))), InTable: false),
        new("readings", "readings", m => m.ReadingsMs.Count),
        new("runsPerReading", "runs each", m => m.RunsPerReading),
        new("loadMs", "load", m => m.LoadMs, m => Readable.Milliseconds(m.LoadMs)),
        new("peakRssBytes", "peak memory", m => m.PeakRssBytes, m => Readable.Bytes(m.PeakRssBytes)),
        new("joules", "energy", m => m.HasJoules ? m.Joules : null, m => Readable.Joules(m.HasJoules ? m.Joules : null, Of(m, x => x.HasUncertaintyJoules, x => x.UncertaintyJoules), m.EnergyTier)),
        new("joulesUncertainty", "energy ±", m => Of(m, x => x.HasUncertaintyJoules, x => x.UncertaintyJoules), InTable: false),
        new("energyTier", "energy tier", m => m.EnergyTier, InTable: false),
        new("meter", "meter", m => Told(m.Metering.Meter), InTable: false),
        new("instrument", "instrument", m => Told(m.Metering.Instrument), InTable: false),
        new("energySamples", "samples", m => Of(m, x => x.HasSamples, x => x.Samples), InTable: false),
        new("idleWatts", "idle", m => Of(m, x => x.HasIdleWatts, x => x.IdleWatts), InTable: false),
        new("idleDriftWatts", "idle drift", m => Of(m, x => x.HasIdleDriftWatts, x => x.IdleDriftWatts), InTable: false),
        new("runningWatts", "running", m => Of(m, x => x.HasRunningWatts, x => x.RunningWatts), InTable: false),
        new("calibrationFactor", "calibration", m => Of(m, x => x.HasCalibrationFactor, x => x.CalibrationFactor), InTable: false),
        new("meterAccuracy", "accuracy", m => Of(m, x => x.HasAccuracy, x => x.Accuracy), InTable: false),
        new("samplingOverhead", "overhead", m => Of(m, x => x.HasSamplingOverhead, x => x.SamplingOverhead), InTable: false),
        new("whyNoEnergy", "why no energy", m => Told(m.Metering.Reason), InTable: false),
        new("converged", "converged", m => m.Converged, m => m.Converged ? "yes" : "no"),
        new("mode", "mode", m => Mode(m)),
        new("tainted", "tainted", m => string.Join("; ", m.Tainted), m => m.Tainted.Count == 0 ? "no" : string.Join("; ", m.Tainted)),
    ];

    private static readonly Column<(OperatorTime Time, double Share)>[] OperatorColumns =
    [
        new("node", "node", o => o.Time.Node),
        new("type", "operator", o => o.Time.Type),
        new("milliseconds", "time", o => o.Time.Milliseconds, o => Readable.Milliseconds(o.Time.Milliseconds)),
        new("share", "share", o => o.Share, o => Readable.Percent(o.Share, 1)),
    ];

    public MeasureCommand(Terminal terminal)
        : base("measure", "Measure a model's latency and energy on this machine, without a cluster.", "deepiot measure samples/digits/digits.onnx --threads 1")
    {
        var model = CommonOptions.Model();
        var threads = CommonOptions.Of("--threads", "Threads inside one inference.", "n", Numbers.Between(1, 1024), 1);
        var batch = CommonOptions.Of("--batch", "Samples in one inference.", "n", Numbers.Between(1, 65_536), 1);
        var limit = CommonOptions.Of("--time-limit", "Limit of the measuring stage, such as 10 s.", "time", text => Amounts.Milliseconds(text).As(TimeSpan.FromMilliseconds), MeasuringPlan.DefaultTimeLimit);
        var period = CommonOptions.Of<TimeSpan?>("--period", "Duty-cycled: one inference begins each period, such as 100 ms. Left out: back to back.", "time", text => Amounts.Milliseconds(text).As(ms => (TimeSpan?)TimeSpan.FromMilliseconds(ms)), null);
        var operators = new Option<bool>("--operators") { Description = "Print where the time goes, node by node, instead." };
        var meter = new MeterOptionSet();
        var format = CommonOptions.Format();
        AddRange([model, threads, batch, limit, period, operators, .. meter.All, format]);
        SetAction(async (parsed, cancellation) =>
        {
            var protocol = new MeasuringProtocol
            {
                Threads = parsed.GetValue(threads),
                Batch = parsed.GetValue(batch),
                TimeLimit = Duration.FromTimeSpan(parsed.GetValue(limit)),
                Period = parsed.GetValue(period) is { } pause ? Duration.FromTimeSpan(pause) : null,
            };
            using var file = new SelfContainedModel(parsed.GetRequiredValue(model));
            var measurement = await LocalMeasurement.RunAsync(file.Path, protocol, meter: meter.Choose(parsed), cancellation: cancellation);
            if (parsed.GetValue(operators))
            {
                var whole = measurement.Operators.Sum(o => o.Milliseconds);
                terminal.Print(Sheet.Of(measurement.Operators.Select(o => (o, o.Milliseconds / whole)), OperatorColumns, $"No times: {measurement.OperatorsMissing}."), parsed.GetValue(format));
                return;
            }
            terminal.Print(Sheet.Of([measurement], Columns, ""), parsed.GetValue(format));
            if (parsed.GetValue(format) == OutputFormat.Table && !measurement.HasJoules)
                terminal.Out.WriteLine($"Energy is not measured: {measurement.Metering.Reason}.");
        });
    }

    // Absent when there are too few readings for an interval.
    private static double? Low(Measurement m) => m.HasIntervalLowMs ? m.IntervalLowMs : null;

    private static string Mode(Measurement m) =>
        m.Protocol.Period is { } period ? $"every {Readable.Milliseconds(period.ToTimeSpan().TotalMilliseconds)}" : "back to back";

    private static string? Told(string text) => text.Length > 0 ? text : null;

    private static double? Of(Measurement m, Func<Metering, bool> has, Func<Metering, double> figure) => has(m.Metering) ? figure(m.Metering) : null;

    private static double? High(Measurement m) => m.HasIntervalHighMs ? m.IntervalHighMs : null;
}
