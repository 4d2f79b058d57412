using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepIoT.Compression;

/// <summary>
/// The memory that Torch's tensors come from. A training step allocates and frees the same megabytes again and again; glibc
/// gives blocks of that size back to the system each time, and getting them anew, page by page, cleared, took up to half of a
/// step. Here they stay with the process until a trial ends.
/// </summary>
internal static partial class TorchHeap
{
    // Names and numbers of malloc.h.
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must be set before Torch allocates anything, in whatever program loads this library.")]
    internal static void Keep()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var (option, bytes) in new[] { (MmapThreshold, int.MaxValue), (TrimThreshold, int.MaxValue), (TopPad, 64 << 20) })
        {
            if (Set(option, bytes) == 0)
                throw new InvalidOperationException($"malloc did not take {bytes} for its option {option}");
        }
    }

    /// <summary>Gives back to the system what is free.</summary>
    public static void GiveBack()
    {
        if (OperatingSystem.IsLinux())
            _ = Trim(0);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
