namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>What one launch measured: a fresh process that loaded the model anew.</summary>
/// <param name="Milliseconds">Of one inference, reading by reading; at least one.</param>
/// <param name="Took">Its measuring stage, rests included.</param>
/// <param name="Tainted">What speaks against it.</param>
public sealed record Launch(IReadOnlyCollection<double> Milliseconds, TimeSpan Took, IReadOnlyList<string> Tainted)
{
    public double MedianMs => OrderStatistics.Median(Milliseconds);

    public bool IsClean => Tainted.Count == 0;
}
