using DeepIoT.DeviceProfiler;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Cli.Bench;

/// <summary>Latency of a file on this machine, one sample and one thread, measured as a board would.</summary>
public static class PaperLatency
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async Task<(double MedianMs, bool Tainted)> OfAsync(string model, CancellationToken cancellation)
    {
        var protocol = new MeasuringProtocol { Threads = 1, Batch = 1, TimeLimit = Duration.FromTimeSpan(Limit) };
        var measurement = await LocalMeasurement.RunAsync(model, protocol, cancellation: cancellation);
        return (measurement.MedianMs, measurement.Tainted.Count > 0);
    }
}
