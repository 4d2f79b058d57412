namespace DeepIoT.Compression.Trials;

/// <summary>Steps a second, smoothed over about the last hundred steps.</summary>
internal sealed class StepClock(TimeProvider time)
{
    private const double Smoothing = 0.98;

    private long _last = time.GetTimestamp();
    private double _seconds;

    public double StepsPerSecond => _seconds > 0 ? 1 / _seconds : 0;

    public void Tick()
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_last, now).TotalSeconds;
        _seconds = _seconds == 0 ? elapsed : (Smoothing * _seconds) + ((1 - Smoothing) * elapsed);
        _last = now;
    }
}
