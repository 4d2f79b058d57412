namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>How the board was doing at one moment. Null is what the system does not tell; it is never zero.</summary>
/// <param name="ClockMhz">Clock of the fastest core: the one that works, when one works.</param>
/// <param name="Governor">Frequency governor of the first core.</param>
/// <param name="TemperatureC">Hottest sensor of the processor.</param>
/// <param name="TemperatureLimitC">Where the kernel starts to slow the processor down (lowest passive trip point).</param>
public sealed record BoardConditions(
    double? ClockMhz,
    string? Governor,
    double? TemperatureC,
    double? TemperatureLimitC,
    ThrottleState? Throttle,
    ProcessorTime? ProcessorTime);
