using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Energy.Sampling;

/// <summary>
/// Reads a meter on a thread of its own, at the meter's own rate, into memory that is there before it starts: the
/// loop allocates nothing, so that no garbage collection falls into what is measured.
/// </summary>
internal sealed class Sampler : IDisposable
{
    // Meters that send by themselves may be somewhat faster than they say.
    private const int Reserve = 2;

    private readonly IEnergyMeter _meter;
    private readonly long _interval;
    private readonly long[] _at;
    private readonly double[] _values;
    private readonly Thread _thread;
    private int _count;
    private double? _overhead;
    private volatile string? _fault;
    private volatile bool _stopped;

    /// <param name="meter">Is read until <see cref="Stop"/>, and not disposed.</param>
    /// <param name="longest">How long sampling may last; memory is set aside for it.</param>
    public Sampler(IEnergyMeter meter, TimeSpan longest)
    {
        _meter = meter;
        _interval = MonotonicClock.Nanoseconds(meter.Description.Interval.Ticks, TimeSpan.TicksPerSecond);
        var capacity = 1000 + Reserve * (int)Math.Min(longest / meter.Description.Interval, 10_000_000);
        (_at, _values) = (new long[capacity], new double[capacity]);
        _thread = new Thread(Run) { IsBackground = true, Name = "energy sampling" };
        _thread.Start();
    }

    /// <summary>Why the meter is no longer read; null while it is.</summary>
    public string? Fault => _fault;

    /// <summary>Ends sampling after the reading under way.</summary>
    public SampledPower Stop()
    {
        _stopped = true;
        _thread.Join();
        return new(
            _count == 0 ? null : new PowerTrace(_meter.Description.Quantity, _at.AsSpan(0, _count), _values.AsSpan(0, _count)), _fault, _overhead);
    }

    public void Dispose() => Stop();

    private void Run()
    {
        var (start, processor) = (MonotonicClock.Now, ThreadTime.Now());
        try
        {
            Collect();
        }
        catch (MeterException fault)
        {
            _fault = fault.Message;
        }
        catch (Exception fault)
        {
            // A driver's bug costs the joules of one job, never the agent; the report has its words.
            _fault = $"the meter's driver failed: {fault}";
        }
        _overhead = (ThreadTime.Now() - processor) / TimeSpan.FromMicroseconds((MonotonicClock.Now - start) / 1e3);
    }

    private void Collect()
    {
        var due = MonotonicClock.Now;
        while (!_stopped)
        {
            var before = MonotonicClock.Now;
            var value = _meter.Read();
            var after = MonotonicClock.Now;
            if (_count == _at.Length)
                throw new MeterException($"more than {_count} readings came, far more than its interval of {_meter.Description.Interval.TotalMilliseconds:0.###} ms allows", "state the meter's true interval");
            // What was asked for is as old as half the answer took; what the meter sends by itself is new on arrival.
            var at = _meter.Description.IsPaced ? after : before + (after - before) / 2;
            _at[_count] = _count > 0 ? Math.Max(at, _at[_count - 1] + 1) : at;
            _values[_count++] = value;
            if (!_meter.Description.IsPaced)
                due = SleepUntil(due + _interval);
        }
    }

    /// <returns>The moment it was due, or now when that has long passed: readings that were missed are not made up for.</returns>
    private static long SleepUntil(long due)
    {
        var left = due - MonotonicClock.Now;
        if (left <= 0)
            return due - left;
        Thread.Sleep((int)Math.Ceiling(left / 1e6));
        return due;
    }
}
