using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>
/// Turns ONNX Runtime's telemetry off before anything of this assembly runs, in whatever program loads it.
/// From 1.31 on it is on by default on Linux, and its native code reads the process's own environment block,
/// which <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    [ModuleInitializer]
    internal static void TurnOff()
    {
        // For the children that .NET starts with its own copy of the environment.
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows() && SetNative(Variable, "1", overwrite: 1) != 0)
            throw new InvalidOperationException($"{Variable} could not be set (errno {Marshal.GetLastPInvokeError()}), so ONNX Runtime would send telemetry");
    }

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
