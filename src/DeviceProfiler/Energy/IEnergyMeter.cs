namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>An opened meter. One thread at a time reads it; once it has failed it is disposed and opened anew.</summary>
public interface IEnergyMeter : IDisposable
{
    MeterDescription Description { get; }

    /// <summary>
    /// The next reading, finite, in watts or joules by <see cref="MeterDescription.Quantity"/>, uncalibrated.
    /// Allocates nothing and waits no longer than a few seconds.
    /// </summary>
    /// <exception cref="MeterException">There is none, and why.</exception>
    double Read();
}
