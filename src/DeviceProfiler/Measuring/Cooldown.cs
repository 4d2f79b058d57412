namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// Rests the board until it is as cool as before the job, so that the next measurement starts alike.
/// A board without a thermometer needs no rest that could be judged: the stage ends at once.
/// </summary>
/// <param name="BeforeC">Temperature before the job in °C; null when the board tells none.</param>
/// <param name="Pause">Time between two looks at the thermometer.</param>
public sealed record Cooldown(double? BeforeC, TimeSpan Pause, TimeSpan Limit, double ToleranceC = 2)
{
    public static Cooldown DownTo(double? beforeC) => new(beforeC, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    /// <param name="temperaturesC">One look at the thermometer after each pause so far, the first before any pause.</param>
    public bool AnotherPause(IReadOnlyList<double?> temperaturesC) =>
        BeforeC is { } before
        && temperaturesC[^1] is { } now
        && now > before + ToleranceC
        && temperaturesC.Count * Pause <= Limit;
}
