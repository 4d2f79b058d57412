using System.Globalization;
using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>What `--measure` says: the median of one model on this machine, and how much it is worth.</summary>
internal static class LocalTrial
{
    /// <exception cref="BoardRefusedException">There is no measurement, and why.</exception>
    public static async Task<string> RunAsync(string modelPath)
    {
        try
        {
            return Text(await LocalMeasurement.RunAsync(modelPath, new MeasuringProtocol()));
        }
        catch (MeasurementFailedException failure)
        {
            throw new BoardRefusedException([new() { Field = "measure", Reason = failure.Message, Remedy = "see docs/attach-a-board.md" }]);
        }
    }

    private static string Text(Measurement measured) => string.Create(CultureInfo.InvariantCulture, $"""
        {measured.BoardClass}
        median {measured.MedianMs:G4} ms{(measured.HasIntervalLowMs ? $", 99 % interval {measured.IntervalLowMs:G4} to {measured.IntervalHighMs:G4} ms" : "")}
        {measured.ReadingsMs.Count} readings of {measured.RunsPerReading} inferences each{(measured.Converged ? "" : ", not steady within the time limit")}{(measured.Tainted.Count > 0 ? $"; tainted: {string.Join("; ", measured.Tainted)}" : "")}
        """);
}
