using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.DeviceProfiler.Tests.Agent;

/// <summary>Listens to the profiler's meter and activity source as a collector would.</summary>
internal sealed class SeenTelemetry : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, double Value)> _values = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _listener;

    public SeenTelemetry()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Signals.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, _, _) => _values.Enqueue((instrument.Name, value)));
        _meters.Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Signals.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> Activities => _activities;

    public double[] Values(string instrument) => [.. _values.Where(seen => seen.Instrument == instrument).Select(seen => seen.Value)];

    public void Dispose()
    {
        _meters.Dispose();
        _listener.Dispose();
    }
}
