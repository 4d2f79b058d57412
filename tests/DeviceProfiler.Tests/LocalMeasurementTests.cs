using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Tests.Worker;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Tests;

[Collection(WorkersInTurn.Name)]
public sealed class LocalMeasurementTests : Scratch
{
    private static readonly MeasuringProtocol Quick = new() { TimeLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) };

    [Fact]
    public async Task A_model_is_measured_on_this_machine_without_a_coordinator()
    {
        var measurement = await LocalMeasurement.RunAsync(TestModels.Dense().Save(Folder), Quick);

        Assert.Equal(Environment.MachineName, measurement.Board);
        Assert.True(measurement.MedianMs > 0);
        Assert.EndsWith("/threads-1", measurement.BoardClass, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var failed = await Assert.ThrowsAsync<MeasurementFailedException>(() => LocalMeasurement.RunAsync(Path.Combine(Folder, "none.onnx"), Quick));

        Assert.Contains("none.onnx", failed.Message, StringComparison.Ordinal);
        Assert.True(failed.ModelAtFault);
    }

    [Fact]
    public async Task A_model_that_cannot_run_says_why()
    {
        var failed = await Assert.ThrowsAsync<MeasurementFailedException>(() => LocalMeasurement.RunAsync(TestModels.UnknownOperator().Save(Folder), Quick));

        Assert.Contains("Frobnicate", failed.Message, StringComparison.Ordinal);
    }
}
