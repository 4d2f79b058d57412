using System.Runtime.InteropServices;
using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

/// <summary>ONNX Runtime talks to nobody: its telemetry is off in whatever program loads the profiler.</summary>
[Collection(WorkersInTurn.Name)]
public sealed partial class WorkerTelemetryTests : Scratch
{
    [Fact]
    public void The_native_environment_of_a_program_that_loads_the_profiler_turns_telemetry_off()
    {
        // Naming a type does not run a module's initializer; calling something of it does.
        _ = WorkerCommand.OfThisProgram();
        Assert.Equal("1", Marshal.PtrToStringUTF8(NativeValue("ORT_DISABLE_TELEMETRY")));
    }

    [Fact]
    public async Task A_worker_opens_no_socket_while_it_runs_inference()
    {
        var worker = new WorkerProcess(WorkerCommand.OfThisProgram(), TimeProvider.System);
        var job = new WorkerJob
        {
            ModelPath = TestModels.Dense().Save(Folder),
            Board = new() { Threads = 2 },
            // Never narrow enough, so that it runs to its time limit.
            Protocol = new MeasuringProtocol { IntervalShare = 1e-12, TimeLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) },
            SystemRoot = "/",
        };
        var running = worker.RunAsync(job, TimeSpan.FromMinutes(2), default);
        var process = await RunningWorkers.AppearsAsync();
        var (looks, looksWithRuntime, opened) = (0, 0, new HashSet<string>());

        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!running.IsCompleted)
        {
            opened.UnionWith(OpenFiles(process));
            looks++;
            looksWithRuntime += HasLoaded(process, "libonnxruntime") ? 1 : 0;
            await pause.WaitForNextTickAsync();
        }

        Assert.NotNull((await running).Measurement);
        Assert.True(looksWithRuntime > 50, $"ONNX Runtime was seen in only {looksWithRuntime} of {looks} looks");
        Assert.DoesNotContain(opened, file => file.StartsWith("socket:", StringComparison.Ordinal));
        // Where its telemetry, when on, collects events from the first session on until it can send them.
        Assert.DoesNotContain(opened, file => file.Contains("onnxruntime.db", StringComparison.Ordinal));
    }

    private static string[] OpenFiles(int process)
    {
        try
        {
            return [.. Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).OfType<string>()];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The worker ended between two looks.
            return [];
        }
    }

    private static bool HasLoaded(int process, string library)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/maps").Contains(library, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr NativeValue(string name);
}
