using System.Runtime.CompilerServices;
using DeepIoT.DeviceProfiler;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Detection;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>This machine as a board with one thread.</summary>
public sealed class LocalBoard : IMeasuredBoard
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static string Class() => BoardDetection.Describe(new SystemFiles(), "", boardClass: null, 1).BoardClass;

    /// <summary>Median time of one sample, measured as a board would.</summary>
    /// <param name="model">An ONNX file.</param>
    public static async Task<(double MedianMs, bool Tainted)> MeasureAsync(string model, CancellationToken cancellation)
    {
        var protocol = new MeasuringProtocol { Threads = 1, Batch = 1, TimeLimit = Duration.FromTimeSpan(Limit) };
        var measurement = await LocalMeasurement.RunAsync(model, protocol, cancellation: cancellation);
        return (measurement.MedianMs, measurement.Tainted.Count > 0);
    }

    public async IAsyncEnumerable<MeasuredModel> MeasureAsync(
        IReadOnlyList<(string Name, byte[] Onnx)> models, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var boardClass = Class();
        foreach (var (name, onnx) in models)
        {
            var (median, tainted) = await MeasureAsync(onnx, cancellation);
            yield return new(name, boardClass, median, tainted);
        }
    }

    /// <inheritdoc cref="MeasureAsync(string, CancellationToken)"/>
    public static async Task<(double MedianMs, bool Tainted)> MeasureAsync(byte[] onnx, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), $"deepiot-{Path.GetRandomFileName()}.onnx");
        try
        {
            UserFiles.Write(path, onnx);
            return await MeasureAsync(path, cancellation);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
