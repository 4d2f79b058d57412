using System.Diagnostics.Metrics;

namespace DeepIoT.Protocol.Telemetry;

/// <summary>Makes the instruments of one kind of program and keeps what each of them is. Filled while types are loaded.</summary>
/// <param name="programs">Who has them, for people.</param>
public sealed class SignalBook(string programs)
{
    private readonly List<Signal> _entries = [];

    public string Programs => programs;

    public IReadOnlyList<Signal> Entries => _entries;

    /// <param name="buckets">Upper bounds in the instrument's unit.</param>
    public Histogram<double> Histogram(string name, string unit, string description, IReadOnlyList<double> buckets, params string[] attributes)
    {
        Keep(name, "histogram", unit, description, attributes);
        return Signals.Meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
    }

    public Counter<long> Counter(string name, string unit, string description, params string[] attributes)
    {
        Keep(name, "counter", unit, description, attributes);
        return Signals.Meter.CreateCounter<long>(name, unit, description);
    }

    /// <summary>A counter that says 0 from the start on, so that its first step is seen as one.</summary>
    public void Total(string name, string unit, string description, Func<long> count)
    {
        Keep(name, "counter", unit, description, []);
        Signals.Meter.CreateObservableCounter(name, count, unit, description);
    }

    public void Gauge<T>(string name, string unit, string description, Func<IEnumerable<Measurement<T>>> observe, params string[] attributes)
        where T : struct
    {
        Keep(name, "gauge", unit, description, attributes);
        Signals.Meter.CreateObservableGauge(name, observe, unit, description);
    }

    private void Keep(string name, string kind, string unit, string description, string[] attributes) =>
        _entries.Add(new Signal(name, kind, unit, description, attributes));
}
