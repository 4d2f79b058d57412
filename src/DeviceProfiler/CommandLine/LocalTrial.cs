using System.Globalization;
using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>What `--measure` says: the median of one model on this machine and how much it is worth, or of many, a line each.</summary>
internal static class LocalTrial
{
    /// <param name="path">An ONNX file, or a folder with some.</param>
    /// <param name="label">A last word of the board class; null adds none.</param>
    /// <exception cref="BoardRefusedException">There is no measurement, and why.</exception>
    public static async Task RunAsync(string path, string? label, TextWriter output)
    {
        if (!Directory.Exists(path))
        {
            await output.WriteLineAsync(Text(await MeasureAsync(path, label)));
            return;
        }

        var models = Directory.GetFiles(path, "*.onnx").Order(StringComparer.Ordinal).ToArray();
        if (models.Length == 0)
            throw Refusal($"there is no file that ends with .onnx in {path}");
        for (var i = 0; i < models.Length; i++)
        {
            var measured = await MeasureAsync(models[i], label);
            if (i == 0)
                await output.WriteLineAsync($"board class {measured.BoardClass}");
            await output.WriteLineAsync(Line(Path.GetFileName(models[i]), measured));
        }
    }

    private static async Task<Measurement> MeasureAsync(string model, string? label)
    {
        try
        {
            return await LocalMeasurement.RunAsync(model, new MeasuringProtocol(), label: label);
        }
        catch (MeasurementFailedException failure)
        {
            throw Refusal(failure.Message);
        }
    }

    private static BoardRefusedException Refusal(string reason) => new([new() { Field = "measure", Reason = reason, Remedy = "see docs/attach-a-board.md" }]);

    private static string Line(string model, Measurement measured) =>
        string.Create(CultureInfo.InvariantCulture, $"{model}: median {measured.MedianMs:G6} ms{Taints(measured)}");

    private static string Text(Measurement measured) => string.Create(CultureInfo.InvariantCulture, $"""
        {measured.BoardClass}
        median {measured.MedianMs:G4} ms{(measured.HasIntervalLowMs ? $", 99 % interval {measured.IntervalLowMs:G4} to {measured.IntervalHighMs:G4} ms" : "")}
        {measured.ReadingsMs.Count} readings of {measured.RunsPerReading} inferences each{(measured.Converged ? "" : ", not steady within the time limit")}{Taints(measured)}
        """);

    private static string Taints(Measurement measured) => measured.Tainted.Count > 0 ? $"; tainted: {string.Join("; ", measured.Tainted)}" : "";
}
