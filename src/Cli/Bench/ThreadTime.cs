using System.Globalization;

namespace DeepIoT.Cli.Bench;

/// <summary>
/// Processor time of the calling thread, which other work on the machine hardly lengthens. Linux tells it in
/// `/proc/thread-self/schedstat`: nanoseconds on a processor, nanoseconds of waiting for one, and turns.
/// </summary>
internal static class ThreadTime
{
    public static double Seconds() =>
        long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;
}
