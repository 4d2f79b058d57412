using System.Runtime.InteropServices;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>What the worker lets the kernel enforce on itself before it touches a model. On systems other than Linux: nothing.</summary>
internal static partial class ProcessLimits
{
    private const int DataResource = 2; // RLIMIT_DATA on Linux.
    private const int KillSignal = 9;

    /// <summary>Leaves the agent's process group, so that Ctrl-C does not reach the worker and the agent can kill all of it.</summary>
    public static void LeadOwnGroup()
    {
        if (OperatingSystem.IsLinux())
            _ = CreateSession();
    }

    /// <summary>
    /// Caps private writable memory (RLIMIT_DATA), which covers the managed heap and ONNX Runtime's arenas alike.
    /// RLIMIT_AS would not do: .NET reserves address space it never uses.
    /// </summary>
    public static void LimitMemory(long bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes <= 0)
            return;
        var limit = new Limit((nuint)bytes, (nuint)bytes);
        if (SetLimit(DataResource, in limit) != 0)
            throw new InvalidOperationException($"the memory limit of {bytes} bytes could not be set (errno {Marshal.GetLastPInvokeError()})");
    }

    /// <summary>Should the machine itself run out of memory, the kernel is to take the worker, not the agent.</summary>
    public static void PreferAsVictim()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
    }

    /// <summary>Kills a worker and whatever it started.</summary>
    public static void KillGroup(int leader)
    {
        if (OperatingSystem.IsLinux())
            _ = Kill(-leader, KillSignal);
    }

    private readonly record struct Limit(nuint Soft, nuint Hard);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int CreateSession();

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
