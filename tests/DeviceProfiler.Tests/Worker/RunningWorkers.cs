using System.Globalization;
using DeepIoT.DeviceProfiler.Worker;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

/// <summary>The workers this process has started, as seen from outside in /proc.</summary>
internal static class RunningWorkers
{
    public static int[] Now() =>
        [.. Directory.GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(IsWorker)];

    public static async Task<int> AppearsAsync()
    {
        await Eventually.HoldsAsync(() => Now().Length == 1, "a worker runs");
        return Now()[0];
    }

    private static bool IsWorker(int process)
    {
        try
        {
            // The parent is the second field after the program's name, which stands in parentheses.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
            return parent == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Contains(MeasureWorker.Verb);
        }
        catch (IOException)
        {
            // It ended while it was looked at.
            return false;
        }
    }
}
