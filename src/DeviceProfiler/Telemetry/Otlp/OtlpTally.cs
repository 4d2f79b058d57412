using System.Diagnostics.Metrics;

namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>Histograms of one meter, counted from the start of the process on. Safe for use from several threads.</summary>
internal sealed class OtlpTally : IDisposable
{
    private const int Cumulative = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, string Attributes), (Metric Metric, HistogramPoint Point)> _points = [];
    private readonly MeterListener _listener = new();
    private readonly ulong _since;

    public OtlpTally(string meter, DateTime now)
    {
        _since = OtlpWords.Nanoseconds(now);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter && instrument is Histogram<double>)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(Add);
        _listener.Start();
    }

    public IReadOnlyList<Metric> At(DateTime now)
    {
        lock (_lock)
        {
            foreach (var (_, point) in _points.Values)
                point.TimeUnixNano = OtlpWords.Nanoseconds(now);
            return [.. _points.Values.Select(entry => entry.Metric.Clone())];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var attributes = OtlpWords.Of(tags.ToArray()).ToArray();
        lock (_lock)
        {
            var key = (instrument.Name, string.Join(';', attributes.Select(attribute => $"{attribute.Key}={attribute.Value.Text}")));
            if (!_points.TryGetValue(key, out var entry))
                _points[key] = entry = New((Histogram<double>)instrument, attributes);
            var point = entry.Point;
            point.Count++;
            point.Sum += value;
            point.BucketCounts[point.Bounds.Count(bound => bound < value)]++;
        }
    }

    private (Metric, HistogramPoint) New(Histogram<double> instrument, Attribute[] attributes)
    {
        var point = new HistogramPoint { StartTimeUnixNano = _since, Sum = 0, Attributes = { attributes } };
        point.Bounds.Add(instrument.Advice?.HistogramBucketBoundaries ?? []);
        point.BucketCounts.Add(new ulong[point.Bounds.Count + 1]);
        var metric = new Metric
        {
            Name = instrument.Name,
            Description = instrument.Description ?? "",
            Unit = instrument.Unit ?? "",
            Histogram = new Histogram { Temporality = Cumulative, Points = { point } },
        };
        return (metric, point);
    }
}
