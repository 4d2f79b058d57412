using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Inference;
using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

/// <summary>The whole run on a made-up model, board and clock.</summary>
public sealed class MeasuringRunTests
{
    private static readonly MeasuringPlan Plan = new(Threads: 1, IntervalShare: 0.02, TimeSpan.FromSeconds(30), Batch: 1, Seed: 0);

    private readonly VirtualTime _time = new();
    private readonly MadeUpBoard _board = new();

    [Fact]
    public async Task A_quiet_board_gives_readings_that_last_long_enough()
    {
        var attempt = await RunAsync(_ => 1.0);

        Assert.Empty(attempt.Tainted);
        Assert.Equal(Plan.Readings, attempt.Readings.Count);
        Assert.All(attempt.Readings, reading => Assert.True(reading.Elapsed >= Pilot.Default.LeastReading));
        Assert.True(attempt.WarmupRuns >= 2 * Warmup.Default.Window);
        Assert.Equal(attempt.Readings.Count + 1, attempt.Conditions.Count);
    }

    [Fact]
    public async Task What_an_earlier_launch_found_out_needs_no_pilot()
    {
        var runs = 0L;
        await RunAsync(run => { runs = run; return 1.0; });
        var piloted = runs;

        var attempt = await RunAsync(run => { runs = run; return 1.0; }, plan: Plan with { RunsPerReading = 110 });

        Assert.All(attempt.Readings, reading => Assert.Equal(110, reading.Runs));
        Assert.True(runs < piloted, $"{runs} inferences, {piloted} with a pilot");
    }

    [Fact]
    public async Task A_clock_that_changes_in_the_middle_taints()
    {
        // Twice as slow, at half the clock, in the middle of the readings.
        var attempt = await RunAsync(runs => runs > 600 ? 2.0 : 1.0, clock: runs => runs > 600 ? 900 : 1800);

        Assert.Contains(attempt.Tainted, reason => reason.StartsWith("clock changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_board_that_is_hot_says_so() =>
        Assert.Equal(["temperature reached 95 °C (limit 80 °C)"], (await RunAsync(_ => 1.0, temperature: _ => 95)).Tainted);

    [Fact]
    public async Task A_launch_keeps_to_the_time_that_is_left() =>
        Assert.Equal(2, (await RunAsync(_ => 100.0, plan: Plan with { TimeLimit = TimeSpan.FromMilliseconds(150) })).Readings.Count);

    [Fact]
    public async Task A_board_that_got_warm_rests_before_the_job_ends()
    {
        var start = _time.GetTimestamp();
        var busy = TimeSpan.Zero;
        _board.Temperature = runs => runs == 0 ? 50 : _time.GetElapsedTime(start) - busy > TimeSpan.FromSeconds(3) ? 50 : 65;

        await new MeasuringRun(Inference(runs => 1.0, elapsed => busy += elapsed), _board, _time, cores: 4, new()).RunAsync(Plan);

        Assert.InRange(_time.GetElapsedTime(start) - busy, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task With_a_period_each_reading_is_one_inference_and_the_board_rests_between()
    {
        var start = _time.GetTimestamp();

        var attempt = await RunAsync(_ => 1.0, plan: Plan with { Period = TimeSpan.FromMilliseconds(50) });

        Assert.Equal(Plan.Readings, attempt.Readings.Count);
        Assert.All(attempt.Readings, reading => Assert.Equal((1, 1.0, 49.0), (reading.Runs, reading.MillisecondsPerRun, reading.Rest.TotalMilliseconds)));
        Assert.Equal(50.0 * (attempt.WarmupRuns + attempt.Readings.Count), _time.GetElapsedTime(start).TotalMilliseconds);
    }

    [Fact]
    public async Task A_model_slower_than_the_period_runs_without_rests() =>
        Assert.All(
            (await RunAsync(_ => 80.0, plan: Plan with { Period = TimeSpan.FromMilliseconds(50) })).Readings,
            reading => Assert.Equal(TimeSpan.Zero, reading.Rest));

    private Task<Attempt> RunAsync(
        Func<long, double> milliseconds, Func<long, double>? clock = null, Func<long, double>? temperature = null, MeasuringPlan? plan = null)
    {
        _board.Clock = clock ?? _board.Clock;
        _board.Temperature = temperature ?? _board.Temperature;
        return new MeasuringRun(Inference(milliseconds), _board, _time, cores: 4, new()).RunAsync(plan ?? Plan);
    }

    private MadeUpInference Inference(Func<long, double> milliseconds, Action<TimeSpan>? elapsed = null) => new(run =>
    {
        var time = TimeSpan.FromMilliseconds(milliseconds(run));
        _board.Runs = run;
        _time.Advance(time);
        elapsed?.Invoke(time);
    });

    private sealed class MadeUpInference(Action<long> run) : IInference
    {
        private long _runs;

        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
                run(++_runs);
        }
    }

    /// <summary>Conditions as functions of the inferences run so far.</summary>
    private sealed class MadeUpBoard : IConditions
    {
        public long Runs { get; set; }

        public Func<long, double> Clock { get; set; } = _ => 1800;

        public Func<long, double> Temperature { get; set; } = _ => 50;

        public BoardConditions Read() => new(Clock(Runs), "performance", Temperature(Runs), 80, null, null);
    }
}
