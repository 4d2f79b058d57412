using System.Globalization;
using DeepIoT.DeviceProfiler.Worker;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

/// <summary>The workers an agent has started, this process's own unless told otherwise, as seen from outside in /proc.</summary>
internal static class RunningWorkers
{
    public static int[] Now() => Of(Environment.ProcessId);

    public static bool IsAlive(int process) => Directory.Exists($"/proc/{process}");

    public static async Task<int> AppearsAsync(int? agent = null)
    {
        var parent = agent ?? Environment.ProcessId;
        await Eventually.HoldsAsync(() => Of(parent).Length == 1, "a worker runs");
        return Of(parent)[0];
    }

    private static int[] Of(int parent) =>
        [.. Directory.GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(process => IsWorker(process, parent))];

    private static bool IsWorker(int process, int parent)
    {
        try
        {
            // The parent is the second field after the program's name, which stands in parentheses.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var itsParent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
            return itsParent == parent.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Contains(MeasureWorker.Verb);
        }
        catch (IOException)
        {
            // It ended while it was looked at.
            return false;
        }
    }
}
