namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>What the system says about slowing the processor down.</summary>
/// <param name="Active">What holds at this moment, e.g. `under-voltage` or `cooling thermal-cpufreq-0`.</param>
/// <param name="Events">Times the processor was slowed down since boot; only differences mean anything.</param>
public sealed record ThrottleState(IReadOnlyList<string> Active, long Events);
