using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepIoT.Compression;

/// <summary>
/// Keeps Torch to kernels that compute rightly. The code that oneDNN in libtorch 2.10 generates for AVX2 and AVX-512 is wrong
/// on some processors: on an AMD EPYC with the instruction VP2INTERSECT, LSTM and convolutions were seen to be off by more
/// than half of a value. There it is told to stay with SSE4.1, which is slower and right. Whoever has set
/// <see cref="Variable"/> keeps what is set. oneDNN reads the process's own environment block when it first runs, which
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach.
/// </summary>
internal static partial class TorchKernels
{
    public const string Variable = "ONEDNN_MAX_CPU_ISA";

    private const string Processors = "/proc/cpuinfo";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must be set before Torch computes anything, in whatever program loads this library.")]
    internal static void Choose()
    {
        if (!File.Exists(Processors) || !ComputesWrongly(File.ReadAllText(Processors))) return;
        if (SetNative(Variable, "SSE41", overwrite: 0) != 0)
            throw new InvalidOperationException($"{Variable} could not be set (errno {Marshal.GetLastPInvokeError()}), and Torch computes wrongly on this processor");
    }

    /// <param name="processors">As Linux describes them.</param>
    internal static bool ComputesWrongly(string processors) =>
        processors.Contains("AuthenticAMD", StringComparison.Ordinal) && processors.Contains(" avx512_vp2intersect", StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNative(string name, string value, int overwrite);
}
