using System.Globalization;

namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Processor time from the first line of /proc/stat.</summary>
public static class ProcessorLoad
{
    // Kernel ABI: /proc counts in 1/100 s on every architecture .NET runs on (USER_HZ).
    private const double TicksPerSecond = 100;

    // Columns of /proc/stat: user nice system idle iowait irq softirq steal. Stolen time is load too: a guest did not run.
    private static readonly int[] BusyColumns = [1, 2, 3, 6, 7, 8];

    public static ProcessorTime? Read(SystemFiles files)
    {
        var columns = files.Text("proc/stat")?.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (columns is not ["cpu", ..] || columns.Length <= BusyColumns[^1])
            return null;
        var ticks = BusyColumns.Sum(column => double.Parse(columns[column], CultureInfo.InvariantCulture));
        return new(TimeSpan.FromSeconds(ticks / TicksPerSecond), Environment.CpuUsage.TotalTime);
    }
}
