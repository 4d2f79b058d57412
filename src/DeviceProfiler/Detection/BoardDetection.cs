using System.Reflection;
using System.Runtime.InteropServices;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Inference;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Detection;

/// <summary>Describes the device it runs on, as far as the device tells.</summary>
public static class BoardDetection
{
    /// <param name="boardClass">The owner's word for the class; null makes it of soc, os, runtime and threads.</param>
    /// <param name="cores">Pinned to; null leaves it to the system.</param>
    /// <param name="label">A last word of the class; null adds none.</param>
    public static BoardDescription Describe(SystemFiles files, string name, string? boardClass, int threads, CoreSet? cores = null, string? label = null)
    {
        var board = new BoardDescription
        {
            Name = name,
            Soc = Soc(files) ?? "unknown",
            Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Cores = Environment.ProcessorCount,
            MemoryBytes = MemoryBytes(files),
            Os = files.Field("etc/os-release", "PRETTY_NAME") ?? RuntimeInformation.OSDescription,
            Kernel = files.Text("proc/sys/kernel/osrelease") ?? Environment.OSVersion.VersionString,
            RuntimeVersion = OnnxInference.RuntimeVersion,
            Threads = threads,
            Governor = Clock.Governor(files) ?? "",
            EnergyTier = EnergyTier.None.Word(),
            PinnedCores = cores?.ToString() ?? "",
            AgentVersion = typeof(BoardDetection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        };
        board.Clusters.Add(ProcessorTopology.Clusters(files));
        board.Caches.Add(ProcessorTopology.Caches(files));
        board.Thermometers.Add(Thermometer.Names(files));
        board.PowerSensors.Add(SensorSearch.Find(files).Select(sensor => sensor.Meter.Name));
        board.BoardClass = (boardClass ?? BoardClass.Of(board)) + (label is null ? "" : $"/{label}");
        return board;
    }

    // Boards name themselves in the device tree; PCs name their processor. Virtual ARM machines do neither.
    private static string? Soc(SystemFiles files) =>
        files.Text("proc/device-tree/model") ?? files.Field("proc/cpuinfo", "model name") ?? files.Field("proc/cpuinfo", "Hardware");

    private static long MemoryBytes(SystemFiles files) =>
        files.Field("proc/meminfo", "MemTotal")?.Split(' ') is [var kilobytes, "kB"] && long.TryParse(kilobytes, out var value)
            ? value * 1024
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
