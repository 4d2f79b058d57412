using System.Diagnostics;
using System.Globalization;

namespace DeepIoT.StepCost;

/// <summary>Peak memory of a process of its own that does nothing but a kind of step.</summary>
internal static class PeakMemory
{
    /// <summary>MB at most, beyond what the runtime takes before the first step.</summary>
    public static double Of(string network, string kind)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [network, kind]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(printed, CultureInfo.InvariantCulture);
    }

    /// <summary>MB that this process has had at most.</summary>
    public static double OfThisProcess() => Own("VmHWM");

    /// <summary>MB that this process has now.</summary>
    public static double Now() => Own("VmRSS");

    private static double Own(string field) =>
        double.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
