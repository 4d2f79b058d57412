using System.Globalization;
using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Reckoning;
using DeepIoT.DeviceProfiler.Energy.Sampling;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>What `--try-meter` says: the mean power of a few seconds, its noise, and what reading it costs.</summary>
internal static class MeterTrial
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <exception cref="BoardRefusedException">There is no meter, or it stopped answering.</exception>
    public static async Task<string> RunAsync(MeterChoice choice, TimeProvider time)
    {
        if (choice.Source is not { } source)
            throw Refusal(choice.WhyNone);
        var span = TimeSpan.FromTicks(Math.Max(Least.Ticks, MeterSchedule.For(source.Meter).Running.Ticks));
        try
        {
            using var meter = source.Open();
            using var sampler = new Sampler(meter, span * 2);
            await Task.Delay(span, time);
            var sampled = sampler.Stop();
            return Text(meter.Description, sampled.Trace ?? throw Refusal(sampled.Fault ?? "it gave no reading"), sampled);
        }
        catch (MeterException fault)
        {
            throw Refusal(fault.Message);
        }
    }

    private static string Text(MeterDescription meter, PowerTrace trace, SampledPower sampled)
    {
        if (sampled.Fault is { } fault)
            throw Refusal(fault);
        if (!trace.Covers(trace.Span))
            throw Refusal("it gave a single reading");
        var window = trace.Span;
        var noise = BlockMeans.StandardUncertainty([.. window.Cut(BlockMeans.Blocks).Select(trace.MeanWatts)]);
        return string.Create(CultureInfo.InvariantCulture, $"""
            {meter.Name} ({meter.Tier.Word()}): {meter.Measures}{(meter.Instrument.Length > 0 ? $", {meter.Instrument}" : "")}
            mean {meter.Factor * trace.MeanWatts(window):0.0000} W ± {2 * meter.Factor * noise:0.0000} W by noise, factor {meter.Factor}, accuracy {(meter.Accuracy is { } accuracy ? $"{accuracy * 100:0.###} %" : "not stated")}
            {trace.Samples(window)} samples in {window.Seconds:0.0} s, sampling took {(sampled.Overhead is { } share ? $"{share * 100:0.00} % of a core" : "an unknown share of a core")}
            """);
    }

    private static BoardRefusedException Refusal(string reason) => new([new() { Field = "meter", Reason = reason, Remedy = "see docs/write-a-meter.md" }]);
}
