using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Energy.Sampling;

/// <summary>What a sampler brought home.</summary>
/// <param name="Trace">Null when there was not one reading.</param>
/// <param name="Fault">Why the meter was no longer read; null when it answered to the end.</param>
/// <param name="Overhead">Processor time of the sampling as a share of one core; null where the system does not tell.</param>
internal sealed record SampledPower(PowerTrace? Trace, string? Fault, double? Overhead);
