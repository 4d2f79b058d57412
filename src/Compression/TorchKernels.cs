using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DeepIoT.Compression;

/// <summary>
/// Keeps Torch to kernels that compute rightly. The code that oneDNN in libtorch 2.10 generates for AVX2 and AVX-512 is wrong
/// on some processors: on an AMD EPYC with the instruction VP2INTERSECT, LSTM and convolutions were seen to be off by more
/// than half of a value. There Torch goes without oneDNN: its own kernels on MKL are right, and faster than what oneDNN has for
/// SSE4.1, depthwise convolutions aside. Whoever has set <see cref="Variable"/> keeps oneDNN as set.
/// </summary>
internal static partial class TorchKernels
{
    public const string Variable = "ONEDNN_MAX_CPU_ISA";

    private const string Processors = "/proc/cpuinfo", Torch = "libtorch_cpu.so";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must be chosen before Torch computes anything, in whatever program loads this library.")]
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null) return;
        if (!File.Exists(Processors) || !ComputesWrongly(File.ReadAllText(Processors))) return;
        // TorchSharp has no word for this; the names below are those of at::Context in the library that it loads.
        torch.InitializeDeviceType(DeviceType.CPU);
        var context = Context();
        EnableOneDnn(context, false);
        // It comes next in line, knows this processor as little, and says so at each convolution.
        EnableNnpack(context, false);
    }

    /// <param name="processors">As Linux describes them.</param>
    internal static bool ComputesWrongly(string processors) =>
        processors.Contains("AuthenticAMD", StringComparison.Ordinal) && processors.Contains(" avx512_vp2intersect", StringComparison.Ordinal);

    [LibraryImport(Torch, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Context();

    [LibraryImport(Torch, EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    private static partial void EnableOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool on);

    [LibraryImport(Torch, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void EnableNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool on);
}
