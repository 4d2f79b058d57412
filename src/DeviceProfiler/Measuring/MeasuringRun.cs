using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Inference;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// Takes one model through the stages: Pilot once, then Warmup → Measure → Cooldown until an attempt is clean.
/// Readings of a tainted attempt are never mixed with another's.
/// </summary>
public sealed class MeasuringRun(IInference inference, IConditions conditions, TimeProvider time, int cores, TaintLimits limits)
{
    /// <returns>Every attempt, in order; at least one.</returns>
    public async Task<IReadOnlyList<Attempt>> RunAsync(MeasuringPlan plan)
    {
        var cool = conditions.Read().TemperatureC;
        var runs = Collect(Pilot.Default)[^1].Runs;
        var attempts = new List<Attempt>();
        var left = plan.TimeLimit;
        do
        {
            attempts.Add(Try(new Measure(runs, plan.IntervalShare, left, plan.LeastTime)));
            left -= attempts[^1].Readings.Total();
            await CoolDownAsync(Cooldown.DownTo(cool));
        }
        while (attempts[^1].IsTainted && attempts.Count < plan.Attempts && attempts[^1].Readings.Total() <= left);
        return attempts;
    }

    private Attempt Try(Measure stage)
    {
        var warmup = Collect(Warmup.Default);
        var seen = new List<BoardConditions> { conditions.Read() };
        var start = time.GetTimestamp();
        var readings = Collect(stage, () => seen.Add(conditions.Read()));
        var reasons = Taint.Reasons(stage, readings, seen, time.GetElapsedTime(start), cores, limits);
        return new(stage, warmup.Sum(reading => reading.Runs), readings, seen, reasons);
    }

    private List<Reading> Collect(IStage stage, Action? afterEach = null)
    {
        var readings = new List<Reading>();
        while (stage.NextRuns(readings) is { } runs)
        {
            var start = time.GetTimestamp();
            inference.Run(runs);
            readings.Add(new(runs, time.GetElapsedTime(start), start));
            afterEach?.Invoke();
        }
        return readings;
    }

    private async Task CoolDownAsync(Cooldown stage)
    {
        var temperatures = new List<double?> { conditions.Read().TemperatureC };
        while (stage.AnotherPause(temperatures))
        {
            await Task.Delay(stage.Pause, time);
            temperatures.Add(conditions.Read().TemperatureC);
        }
    }
}
