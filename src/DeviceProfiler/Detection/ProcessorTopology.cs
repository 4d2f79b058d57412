using System.Globalization;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Detection;

/// <summary>Clusters and caches of the processor, as the kernel shows them below /sys/devices/system/cpu.</summary>
internal static class ProcessorTopology
{
    /// <summary>Cores that are alike in highest clock, capacity and governor; the slowest first.</summary>
    public static IEnumerable<CoreCluster> Clusters(SystemFiles files) =>
        Cores.Of(files)
            .GroupBy(core => (
                MaxMhz: files.Number($"{core.Path}/cpufreq/cpuinfo_max_freq") / 1000,
                Capacity: files.Number($"{core.Path}/cpu_capacity"),
                Governor: files.Text($"{core.Path}/cpufreq/scaling_governor") ?? ""))
            .OrderBy(cluster => cluster.Key.Capacity)
            .ThenBy(cluster => cluster.Key.MaxMhz)
            .ThenBy(cluster => cluster.First().Number)
            .Select(cluster =>
            {
                var found = new CoreCluster { Cores = CoreSet.Parse(string.Join(',', cluster.Select(core => core.Number)))!.ToString(), Governor = cluster.Key.Governor };
                if (cluster.Key.MaxMhz is { } mhz) found.MaxMhz = (int)mhz;
                if (cluster.Key.Capacity is { } capacity) found.Capacity = (int)capacity;
                return found;
            });

    /// <summary>The nearest to the cores first. A cache that several cores share counts once.</summary>
    public static IEnumerable<Cache> Caches(SystemFiles files) =>
        Cores.Of(files)
            .SelectMany(core => files.Entries($"{core.Path}/cache", "index*").Select(cache => (
                Level: (int)(files.Number($"{cache}/level") ?? 0),
                Kind: files.Text($"{cache}/type")?.ToLowerInvariant() ?? "",
                Bytes: Bytes(files.Text($"{cache}/size")),
                Sharers: files.Text($"{cache}/shared_cpu_list") ?? $"{core.Number}")))
            .Distinct()
            .GroupBy(cache => (cache.Level, cache.Kind, cache.Bytes))
            .Where(caches => caches.Key.Bytes is not null)
            .OrderBy(caches => caches.Key.Level)
            .ThenBy(caches => caches.Key.Kind, StringComparer.Ordinal)
            .ThenBy(caches => caches.Key.Bytes)
            .Select(caches => new Cache { Level = caches.Key.Level, Kind = caches.Key.Kind, Bytes = caches.Key.Bytes!.Value, Count = caches.Count() });

    // The kernel writes `32K`.
    private static long? Bytes(string? size) =>
        size is [.. var kibibytes, 'K'] && long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value * 1024 : null;
}
