namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Beyond these a run is tainted.</summary>
/// <param name="ClockChange">Share by which the clock may vary between readings.</param>
/// <param name="TemperatureC">Used when the kernel names no limit of its own.</param>
/// <param name="OtherLoad">Share of the whole machine that others may use.</param>
/// <param name="Drift">Share by which the median of the second half of the readings may leave that of the first.</param>
public sealed record TaintLimits(double ClockChange = 0.05, double TemperatureC = 85, double OtherLoad = 0.10, double Drift = 0.05);
