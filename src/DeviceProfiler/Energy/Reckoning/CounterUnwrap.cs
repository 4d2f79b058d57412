namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>Makes one rising count of a counter that starts again from zero above a range.</summary>
/// <param name="Range">The greatest value of the counter; null for one that never starts again.</param>
/// <param name="Last">Its last reading; null before the first.</param>
/// <param name="Total">Sum of all increases since the first reading.</param>
public readonly record struct CounterUnwrap(double? Range, double? Last = null, double Total = 0)
{
    /// <summary>The count after another reading; null when the counter fell and has no range to start again from.</summary>
    public CounterUnwrap? Next(double reading)
    {
        var increase = reading - (Last ?? reading);
        if (increase < 0)
        {
            if (Range is not { } range)
                return null;
            increase += range;
        }
        return this with { Last = reading, Total = Total + increase };
    }
}
