using System.Runtime.InteropServices;

namespace DeepIoT.DeviceProfiler.Energy.Sampling;

/// <summary>Processor time of the calling thread, its time in the kernel included.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID on Linux.

    /// <summary>Null on systems other than Linux.</summary>
    public static TimeSpan? Now() =>
        OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3)
            : null;

    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);
}
