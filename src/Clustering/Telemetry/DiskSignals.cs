using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>How full the disks are that a node writes to.</summary>
public static class DiskSignals
{
    private const string Disk = "deepiot.disk";

    private static readonly ConcurrentDictionary<string, DriveInfo> Watched = [];

    public static SignalBook Book { get; } = new("coordinator, trainer");

    static DiskSignals()
    {
        Book.Gauge("deepiot.disk.free", "By", "Bytes that the program may still write", () => Observe(disk => disk.AvailableFreeSpace), Disk);
        Book.Gauge("deepiot.disk.size", "By", "Bytes that the file system holds", () => Observe(disk => disk.TotalSize), Disk);
    }

    /// <param name="use">What is kept there: `data`, `artifacts` or `cache`.</param>
    public static void Watch(string use, string folder) => Watched[use] = new DriveInfo(Path.GetFullPath(folder));

    private static IEnumerable<Measurement<long>> Observe(Func<DriveInfo, long> read)
    {
        foreach (var (use, disk) in Watched)
        {
            // One that is away is a gap in the figures, not the end of all others.
            if (disk.IsReady)
                yield return new Measurement<long>(read(disk), new KeyValuePair<string, object?>(Disk, use));
        }
    }
}
