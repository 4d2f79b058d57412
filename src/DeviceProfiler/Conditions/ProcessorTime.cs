namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Processor time used since boot by everyone and by this process, summed over all cores.</summary>
public sealed record ProcessorTime(TimeSpan Everyone, TimeSpan Own);
