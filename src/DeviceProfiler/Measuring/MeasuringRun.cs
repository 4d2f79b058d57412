using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Inference;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// Takes one model through the stages: Pilot where none was before, then Warmup → Measure → Cooldown. With a period each
/// reading is one inference, a rest after it, from the warm-up on: what a sensor that wakes up now and then would see.
/// </summary>
public sealed class MeasuringRun(IInference inference, IConditions conditions, TimeProvider time, int cores, TaintLimits limits)
{
    public async Task<Attempt> RunAsync(MeasuringPlan plan)
    {
        var cool = conditions.Read().TemperatureC;
        var runs = plan.Period is null ? plan.RunsPerReading ?? (await CollectAsync(Pilot.Default, null))[^1].Runs : 1;
        var attempt = await TryAsync(new Measure(runs, plan.Readings, plan.TimeLimit, plan.LeastTime), plan.Period);
        await CoolDownAsync(Cooldown.DownTo(cool));
        return attempt;
    }

    private async Task<Attempt> TryAsync(Measure stage, TimeSpan? period)
    {
        var warmup = await CollectAsync(period is null ? Warmup.Default : Warmup.Default with { ReadingTime = TimeSpan.Zero }, period);
        var seen = new List<BoardConditions> { conditions.Read() };
        var start = time.GetTimestamp();
        var readings = await CollectAsync(stage, period, () => seen.Add(conditions.Read()));
        var reasons = Taint.Reasons(readings, seen, time.GetElapsedTime(start), cores, limits);
        return new(stage.RunsPerReading, warmup.Sum(reading => reading.Runs), readings, seen, reasons);
    }

    private async Task<List<Reading>> CollectAsync(IStage stage, TimeSpan? period, Action? afterEach = null)
    {
        var readings = new List<Reading>();
        while (stage.NextRuns(readings) is { } runs)
        {
            var start = time.GetTimestamp();
            inference.Run(runs);
            var elapsed = time.GetElapsedTime(start);
            var rest = period > elapsed ? period.Value - elapsed : TimeSpan.Zero;
            readings.Add(new(runs, elapsed, start, rest));
            afterEach?.Invoke();
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time);
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
