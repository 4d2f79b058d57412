using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Bench;

/// <summary>
/// Compresses for few parameters, then, from the same network, data and seed, for a good deal less time than that came to,
/// and measures both: does asking for time pay? What was done is kept in the suite's folder and not done again.
/// </summary>
public sealed class SteeringBench(Terminal terminal, PaperFolder folder, IMeasuredBoard board, TimeProvider time)
{
    /// <summary>The cheaper method of the default's two.</summary>
    private const string Method = "taylor";

    /// <summary>Share of the first's predicted time that the second is asked for.</summary>
    private const double Asked = 0.8;

    /// <param name="pairs">Read anew by each trial.</param>
    /// <param name="model">Of the board.</param>
    public Task CompressAsync(IEnumerable<(SteeringTask Task, Func<TrialInput> Input, ulong Seed)> pairs, ExecutionTimeModel model, CancellationToken cancellation) =>
        PaperSuite.SideBySideAsync(pairs, (pair, stopping) =>
        {
            var first = RunOf(pair.Task, SteeringRun.Parameter, pair.Seed) ?? Compress(pair.Task, pair.Input(), SteeringRun.Parameter, pair.Seed, CostKind.Parameters, _ => pair.Task.Share, model, stopping);
            if (RunOf(pair.Task, SteeringRun.Latency, pair.Seed) is not null) return;
            var budget = new Budget([new BudgetTerm(CostKind.Latency, Predicted: model)]);
            Compress(pair.Task, pair.Input(), SteeringRun.Latency, pair.Seed, budget, whole => Asked * first.PredictedMs / whole, model, stopping);
        }, cancellation);

    /// <summary>Measures what is not measured yet, one after the other, with nothing else at work.</summary>
    public async Task MeasureAsync(IEnumerable<SteeringRun> runs, CancellationToken cancellation)
    {
        var missing = runs.Where(run => run.LatencyMs is null).ToDictionary(run => run.Name);
        await foreach (var figure in board.MeasureAsync([.. missing.Keys.Select(name => (name, UserFiles.Read(folder.ModelOf(name))))], cancellation))
            folder.Write(figure.Name, missing[figure.Name] with { LatencyMs = figure.MedianMs, LatencyTainted = figure.IsTainted });
    }

    public IEnumerable<SteeringRun> RunsOf(SteeringTask task, IEnumerable<ulong> seeds) =>
        seeds.SelectMany(seed => new[] { SteeringRun.Parameter, SteeringRun.Latency }, (seed, aim) => RunOf(task, aim, seed)).OfType<SteeringRun>();

    private SteeringRun? RunOf(SteeringTask task, string aim, ulong seed) => folder.Read<SteeringRun>(SteeringRun.NameOf(task.Name, aim, seed));

    private SteeringRun Compress(
        SteeringTask task, TrialInput input, string aim, ulong seed, Budget budget, Func<double, double> shareOf, ExecutionTimeModel model, CancellationToken cancellation)
    {
        var share = shareOf(PredictedMs(input.Model, model));
        using var trial = new TrialFactory(time).Start(input, new TrialSettings(Method, budget, share, 0.2, seed, task.Epochs, task.Iterations, task.Options));
        var candidates = new List<TrialCandidate>();
        for (var goesOn = true; goesOn; candidates.AddRange(trial.TakeCandidates()))
        {
            cancellation.ThrowIfCancellationRequested();
            goesOn = trial.Step();
        }
        var best = candidates.MaxBy(c => (c.ValidationAccuracy, c.Rung))!;
        var run = new SteeringRun(task.Name, aim, seed, best.Cost.Parameters, best.TestAccuracy!.Value, PredictedMs(best.Onnx, model), null, null);
        UserFiles.Write(folder.ModelOf(run.Name), best.Onnx);
        folder.Write(run.Name, run);
        terminal.Error.WriteLine($"{run.Name}: test {Readable.Percent(run.TestAccuracy, 2)}, {Readable.Milliseconds(run.PredictedMs)} predicted");
        return run;
    }

    private static double PredictedMs(byte[] onnx, ExecutionTimeModel model)
    {
        var graph = ModelGraph.Read(onnx);
        return model.CostOf(graph).At(graph.Widths);
    }
}
