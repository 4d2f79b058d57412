namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>
/// What a meter said over time, and the energy that follows from it: by the trapezoidal rule from readings of power,
/// by difference from those of a counter. Between two readings both are interpolated.
/// </summary>
public sealed class PowerTrace
{
    private readonly MeterQuantity _quantity;
    private readonly long[] _at;
    private readonly double[] _values;
    private readonly double[] _joules;

    /// <param name="at">Nanoseconds of the monotonic clock, each later than the one before; at least one.</param>
    /// <param name="values">Watts, or joules that never fall, by <paramref name="quantity"/>.</param>
    public PowerTrace(MeterQuantity quantity, ReadOnlySpan<long> at, ReadOnlySpan<double> values)
    {
        if (at.IsEmpty || at.Length != values.Length)
            throw new ArgumentException($"{at.Length} timestamps and {values.Length} values make no trace", nameof(at));
        (_quantity, _at, _values) = (quantity, at.ToArray(), values.ToArray());
        _joules = new double[_at.Length];
        for (var i = 1; i < _at.Length; i++)
            _joules[i] = _joules[i - 1] + Between(i - 1, _at[i]);
    }

    /// <summary>From the first reading to the last.</summary>
    public TimeWindow Span => new(_at[0], _at[^1]);

    public bool Covers(TimeWindow window) => window.From >= _at[0] && window.To <= _at[^1] && window.To > window.From;

    /// <summary>Energy in a window that the trace covers.</summary>
    public double Joules(TimeWindow window) => JoulesUntil(window.To) - JoulesUntil(window.From);

    /// <summary>Mean power in a window that the trace covers.</summary>
    public double MeanWatts(TimeWindow window) => Joules(window) / window.Seconds;

    /// <summary>Readings within a window.</summary>
    public int Samples(TimeWindow window) => IndexAtOrAfter(window.To + 1) - IndexAtOrAfter(window.From);

    /// <summary>The longest time without a reading that touches a window.</summary>
    public TimeSpan LongestGap(TimeWindow window) =>
        Longest(i => _at[i] > window.From && _at[i - 1] < window.To, merge: false);

    /// <summary>The longest time for which the readings did not change at all.</summary>
    public TimeSpan LongestStandstill() => Longest(i => _values[i] == _values[i - 1], merge: true);

    private TimeSpan Longest(Func<int, bool> counts, bool merge)
    {
        var (longest, current) = (0L, 0L);
        for (var i = 1; i < _at.Length; i++)
        {
            current = counts(i) ? _at[i] - _at[i - 1] + (merge ? current : 0) : 0;
            longest = Math.Max(longest, current);
        }
        return TimeSpan.FromMicroseconds(longest / 1e3);
    }

    private double JoulesUntil(long moment)
    {
        var next = IndexAtOrAfter(moment);
        return next < _at.Length && _at[next] == moment ? _joules[next] : _joules[next - 1] + Between(next - 1, moment);
    }

    /// <summary>Energy from one reading to a moment no later than the next.</summary>
    private double Between(int reading, long moment)
    {
        var share = (double)(moment - _at[reading]) / (_at[reading + 1] - _at[reading]);
        var change = (_values[reading + 1] - _values[reading]) * share;
        return _quantity == MeterQuantity.Joules ? change : (_values[reading] + change / 2) * (moment - _at[reading]) / 1e9;
    }

    private int IndexAtOrAfter(long moment)
    {
        var index = Array.BinarySearch(_at, moment);
        return index >= 0 ? index : ~index;
    }
}
