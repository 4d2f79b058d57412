using DeepIoT.DeviceProfiler.Energy.Reckoning;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>Writes what came of metering into the measurement that goes over the wire.</summary>
internal static class MeteringReport
{
    /// <param name="meter">As it described itself when it was opened; null without one.</param>
    public static void Write(Measurement measurement, MeterDescription? meter, EnergyOutcome outcome, double? overhead)
    {
        var metering = new Metering { Meter = meter?.Name ?? "", Instrument = meter?.Instrument ?? "" };
        if (meter is not null)
            metering.CalibrationFactor = meter.Factor;
        if (meter?.Accuracy is { } accuracy)
            metering.Accuracy = accuracy;
        if (overhead is { } share)
            metering.SamplingOverhead = share;
        switch (outcome)
        {
            case EnergyOutcome.Figure figure:
                measurement.Joules = figure.Joules;
                measurement.EnergyTier = meter!.Tier.Word();
                metering.UncertaintyJoules = figure.Uncertainty;
                metering.Samples = figure.Samples;
                (metering.IdleWatts, metering.IdleDriftWatts, metering.RunningWatts) = (figure.IdleWatts, figure.IdleDriftWatts, figure.RunningWatts);
                break;
            case EnergyOutcome.Missing missing:
                metering.Reason = missing.Reason;
                if (missing.Samples is { } samples)
                    metering.Samples = samples;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "unknown outcome");
        }
        measurement.Metering = metering;
    }
}
