using System.Diagnostics;
using System.Globalization;
using System.Text;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Inference;
using DeepIoT.DeviceProfiler.Worker;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>What this machine has of what measuring needs, and what follows where something is missing.</summary>
/// <param name="Found">Null where it is missing.</param>
/// <param name="Otherwise">What follows then.</param>
/// <param name="IsNeeded">Without it nothing can be measured.</param>
internal sealed record SelfCheck(string Name, string? Found, string Otherwise, bool IsNeeded = false)
{
    private const int CoarsestClockNanoseconds = 1000;

    public static IReadOnlyList<SelfCheck> Of(SystemFiles files, MeterChoice meter)
    {
        var resolution = 1_000_000_000 / Stopwatch.Frequency;
        return
        [
            new("ONNX Runtime", Runtime(), "its library cannot be loaded: nothing can be measured. Keep libonnxruntime.so beside the program; it needs glibc 2.27 and libstdc++", IsNeeded: true),
            new("clock", Stopwatch.IsHighResolution && resolution <= CoarsestClockNanoseconds ? $"monotonic, {resolution} ns, from {files.Text("sys/devices/system/clocksource/clocksource0/current_clocksource") ?? "an unnamed source"}" : null,
                "it is coarse: readings are made longer, and small models take more time to measure"),
            new("frequency", Clock.Governor(files) is { } governor ? $"governor {governor}, {Number(Clock.Mhz(files), "MHz")}" : Clock.Mhz(files) is { } mhz ? Number(mhz, "MHz") : null,
                "the system tells none: a changing clock shows in the readings alone"),
            new("thermometer", Thermometer.TemperatureC(files) is { } celsius ? Number(celsius, "°C") : null, "there is none: heat is not watched, and no rest is taken for it"),
            new("throttling", ThrottleFlags.Read(files) is { } throttle ? (throttle.Active.Count == 0 ? "none now" : string.Join(", ", throttle.Active)) : null,
                "the system tells nothing of it: a slowed processor shows in the readings alone"),
            new("load", ProcessorLoad.Read(files) is not null ? "the work of other processes is watched" : null, "/proc/stat cannot be read: disturbance by other processes is not seen"),
            new("network of models", NoNetwork.IsOffered(files) ? "none, by a seccomp filter" : null, "the kernel has no seccomp filters: a model's process could open sockets"),
            new("power meter", meter.Source?.Meter.Name, $"{meter.WhyNone}: measurements carry no joules"),
        ];
    }

    public static bool IsFit(IEnumerable<SelfCheck> checks) => checks.All(check => check.Found is not null || !check.IsNeeded);

    /// <summary>One line each.</summary>
    public static string Text(IReadOnlyCollection<SelfCheck> checks)
    {
        var (text, width) = (new StringBuilder(), checks.Max(check => check.Name.Length));
        foreach (var check in checks)
            text.Append(check.Found is null ? "missing  " : "ok       ").Append(check.Name.PadRight(width)).Append("  ").Append(check.Found ?? check.Otherwise).Append('\n');
        return text.ToString();
    }

    private static string? Runtime()
    {
        try
        {
            return OnnxInference.RuntimeVersion;
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static string Number(double? value, string unit) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.#} {unit}") : $"unknown {unit}";
}
