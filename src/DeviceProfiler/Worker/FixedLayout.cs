using System.Runtime.InteropServices;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>
/// Starts children whose memory lies at the same addresses each time. Where the kernel places it decides some percent of a
/// small network's time, by what meets what in caches and branch predictors; left to chance, it would pass for noise of the model.
/// Where the kernel refuses, as some containers have it do, the launches of a measurement show how much it matters.
/// </summary>
internal static partial class FixedLayout
{
    // linux/personality.h
    private const nuint Query = 0xffffffff, NoRandomization = 0x0040000;

    /// <summary>The kernel keeps it by thread and hands it on to what that thread starts.</summary>
    public static T During<T>(Func<T> start)
    {
        if (!OperatingSystem.IsLinux() || Personality(Query) is not (>= 0 and var before) || Personality((nuint)before | NoRandomization) < 0)
            return start();
        try
        {
            return start();
        }
        finally
        {
            _ = Personality((nuint)before);
        }
    }

    [LibraryImport("libc", EntryPoint = "personality")]
    private static partial int Personality(nuint persona);
}
