using System.Globalization;
using System.Text.Json;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>Where the time of an inference goes, by ONNX Runtime's own profile of each node.</summary>
public static class OperatorTimes
{
    private const int WarmupRuns = 3, LeastRuns = 8, MostRuns = 100;

    /// <summary>Runs that take about this long are profiled.</summary>
    private static readonly TimeSpan Goal = TimeSpan.FromMilliseconds(250);

    /// <param name="folder">The runtime writes its profile here; it is gone afterwards.</param>
    /// <param name="inference">How long one takes; decides how many are profiled.</param>
    /// <exception cref="IOException">The profile cannot be written or read.</exception>
    public static IReadOnlyList<OperatorTime> Of(string path, string folder, int threads, int batch, int seed, TimeSpan inference)
    {
        var prefix = Path.Combine(folder, $"deepiot-profile-{Guid.NewGuid():N}");
        try
        {
            using var profiled = OnnxInference.Load(path, threads, batch, seed, prefix);
            profiled.Run(WarmupRuns + (int)Math.Clamp(Goal / inference, LeastRuns, MostRuns));
            return Read(File.ReadAllBytes(profiled.EndProfiling()));
        }
        finally
        {
            foreach (var file in Directory.GetFiles(folder, Path.GetFileName(prefix) + "*")) File.Delete(file);
        }
    }

    /// <param name="profile">Trace events as JSON; each run of a node is one of category `Node`, in microseconds.</param>
    internal static IReadOnlyList<OperatorTime> Read(ReadOnlyMemory<byte> profile)
    {
        const string kernel = "_kernel_time";
        using var trace = JsonDocument.Parse(profile);
        var runs = new Dictionary<string, (string Type, List<double> Microseconds)>();
        foreach (var entry in trace.RootElement.EnumerateArray())
        {
            if (entry.GetProperty("cat").GetString() != "Node" || entry.GetProperty("name").GetString() is not { } name || !name.EndsWith(kernel, StringComparison.Ordinal)) continue;
            var arguments = entry.GetProperty("args");
            // Nodes may lack a name; their number in the graph tells them apart.
            var node = name.Length > kernel.Length ? name[..^kernel.Length] : string.Create(CultureInfo.InvariantCulture, $"node {arguments.GetProperty("node_index").GetString()}");
            if (!runs.TryGetValue(node, out var run)) runs[node] = run = (arguments.GetProperty("op_name").GetString() ?? "", []);
            run.Microseconds.Add(entry.GetProperty("dur").GetDouble());
        }
        return [.. runs.Select(node => new OperatorTime { Node = node.Key, Type = node.Value.Type, Milliseconds = MiddleMean(node.Value.Microseconds.Skip(WarmupRuns)) / 1000 })];
    }

    /// <summary>Mean of the middle half: the profile's whole microseconds are too coarse for a median, and a mean follows every disturbance.</summary>
    private static double MiddleMean(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var cut = sorted.Length / 4;
        return sorted.Length == 0 ? 0 : sorted[cut..^cut].Average();
    }
}
