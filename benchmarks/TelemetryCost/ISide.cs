namespace DeepIoT.TelemetryCost;

/// <summary>One of two that do the same work, with telemetry or without.</summary>
internal interface ISide : IAsyncDisposable
{
    /// <summary>Does the work once.</summary>
    Task<Round> RoundAsync();
}

/// <param name="Seconds">From the start of the work to its end.</param>
/// <param name="ProcessorSeconds">Of the program that is looked at.</param>
internal readonly record struct Round(double Seconds, double ProcessorSeconds);
