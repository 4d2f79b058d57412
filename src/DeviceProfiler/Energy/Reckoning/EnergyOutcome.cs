namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>What came of metering a run: a figure, or why there is none.</summary>
public abstract record EnergyOutcome
{
    /// <param name="Joules">For one inference, above idle.</param>
    /// <param name="Uncertainty">Half the width of the 95 % interval of <paramref name="Joules"/>.</param>
    /// <param name="IdleWatts">Mean of the idle windows before and after.</param>
    /// <param name="IdleDriftWatts">By how much the later one was higher.</param>
    /// <param name="RunningWatts">Mean while inferences ran.</param>
    /// <param name="Samples">Readings of the meter in the measured window.</param>
    public sealed record Figure(
        double Joules, double Uncertainty, double IdleWatts, double IdleDriftWatts, double RunningWatts, int Samples) : EnergyOutcome;

    /// <param name="Samples">Null when it did not come to a measured window.</param>
    public sealed record Missing(string Reason, int? Samples = null) : EnergyOutcome;
}
