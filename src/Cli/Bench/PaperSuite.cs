using System.Diagnostics;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using DeepIoT.Compression.Zoo;
using DeepIoT.DeviceProfiler;
using static TorchSharp.torch;

namespace DeepIoT.Cli.Bench;

/// <summary>
/// Runs the paper's tasks: pre-trains each network once, compresses it by each method and seed, checks what was found in
/// ONNX Runtime, and measures it when all trials have ended. Everything done is kept in a folder and not done again.
/// </summary>
public sealed class PaperSuite(Terminal terminal, PaperFolder folder, TimeProvider time)
{
    private const int SamplesToCheck = 16;
    private const double MostRuntimeDifference = 1e-4;

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(30);

    /// <summary>Trains the networks that are missing.</summary>
    public Task PretrainAsync(IEnumerable<PaperTask> tasks, CancellationToken cancellation) =>
        SideBySideAsync(tasks.Where(task => folder.Read<PaperBaseline>(task.Name) is null), Pretrain, cancellation);

    /// <summary>Runs the trials that are missing, as many at a time as there are cores.</summary>
    public async Task CompressAsync(IEnumerable<(PaperTask Task, string Method, ulong Seed)> wanted, CancellationToken cancellation)
    {
        var missing = wanted.Where(run => folder.Read<PaperRun>(PaperRun.NameOf(run.Task.Name, run.Method, run.Seed)) is null).ToArray();
        var minutes = missing.Sum(run => run.Task.MinutesATrial) / Environment.ProcessorCount;
        if (minutes > 5)
            terminal.Error.WriteLine($"{missing.Length} trials take about {minutes:0} minutes. Ctrl-C stops them; the same command goes on where they were.");
        await SideBySideAsync(missing, (run, stopping) => Compress(run.Task, run.Method, run.Seed, stopping), cancellation);
    }

    /// <summary>Measures what is not measured yet, one after the other, with nothing else at work.</summary>
    public async Task MeasureAsync(IReadOnlyList<PaperTask> tasks, IEnumerable<PaperRun> runs, CancellationToken cancellation)
    {
        foreach (var run in runs.Where(run => run.LatencyMs is null).ToArray())
        {
            var (median, tainted) = await LocalBoard.MeasureAsync(folder.ModelOf(run.Name), cancellation);
            folder.Write(run.Name, run with { LatencyMs = median, LatencyTainted = tainted });
        }
        foreach (var baseline in tasks.Select(task => folder.Read<PaperBaseline>(task.Name)).OfType<PaperBaseline>().Where(b => b.LatencyMs is null))
        {
            var (median, tainted) = await LocalBoard.MeasureAsync(folder.ModelOf(baseline.Task), cancellation);
            folder.Write(baseline.Task, baseline with { LatencyMs = median, LatencyTainted = tainted });
        }
    }

    private void Pretrain(PaperTask task, CancellationToken cancellation)
    {
        var entry = ModelZoo.Find(task.Network);
        terminal.Error.WriteLine($"{task.Name}: pre-training {task.PretrainingEpochs} epochs");
        var settings = entry.Training with { Epochs = task.PretrainingEpochs, Seed = PaperInput.SplitSeed };
        var model = ZooTrainer.Train(entry, task.Width, PaperInput.DataOf(task, folder), settings, progress =>
        {
            if (progress.ValidationAccuracy is { } accuracy)
                terminal.Error.WriteLine($"{task.Name}: epoch {progress.Epoch}, validation {Readable.Percent(accuracy, 2)}");
        }, cancellation);
        UserFiles.Write(folder.ModelOf(task.Name), model);
        var input = PaperInput.Of(task, folder);
        var report = new TrialFactory(time).Examine(input, cancellation);
        folder.Write(task.Name, new PaperBaseline(task.Name, report.Cost.Parameters, report.Cost.Macs, report.Cost.Bytes,
            input.Validation.Count, report.ValidationAccuracy, report.TestAccuracy!.Value, null, null));
    }

    private void Compress(PaperTask task, string method, ulong seed, CancellationToken cancellation)
    {
        var name = PaperRun.NameOf(task.Name, method, seed);
        var (input, trials) = (PaperInput.Of(task, folder), new TrialFactory(time));
        var settings = new TrialSettings(method, CostKind.Parameters, task.TargetShare, 0.2, seed, task.Epochs, task.Iterations, task.Options);
        var before = folder.Checkpoint(name);
        using var trial = before is null ? trials.Start(input, settings) : trials.Resume(input, settings, before);
        var spent = folder.Read<Spent>($"{name}-spent") ?? new Spent(0, 0);
        var (watch, begun, kept, told) = (Stopwatch.StartNew(), ThreadTime.Seconds(), TimeSpan.Zero, 0);
        Spent SpentNow() => new(spent.Seconds + watch.Elapsed.TotalSeconds, spent.ProcessorSeconds + ThreadTime.Seconds() - begun);
        var candidates = new List<TrialCandidate>();
        bool goesOn;
        do
        {
            if (cancellation.IsCancellationRequested || watch.Elapsed - kept > CheckpointInterval)
            {
                kept = watch.Elapsed;
                folder.Keep(name, trial.Checkpoint());
                folder.Write($"{name}-spent", SpentNow());
            }
            cancellation.ThrowIfCancellationRequested();
            goesOn = trial.Step();
            candidates.AddRange(trial.TakeCandidates());
            var progress = trial.Progress;
            if ((int)(progress.Fraction * 5) <= told) continue;
            told = (int)(progress.Fraction * 5);
            terminal.Error.WriteLine($"{name}: {Readable.Percent(progress.Fraction, 0)}, {progress.Step}");
        }
        while (goesOn);
        var best = candidates.MaxBy(c => (c.ValidationAccuracy, c.Rung))!;
        var (seconds, processorSeconds) = SpentNow();
        UserFiles.Write(folder.ModelOf(name), best.Onnx);
        folder.Write(name, new PaperRun(task.Name, method, seed, best.Cost.Parameters, best.Cost.Macs, best.Cost.Bytes, best.ValidationAccuracy,
            best.ValidationLoss, best.TestAccuracy!.Value, seconds, processorSeconds, RuntimeDifference(best.Onnx, input.Test!), null, null));
        folder.Forget(name);
        terminal.Error.WriteLine($"{name}: {Readable.Count(best.Cost.Parameters)} parameters, test {Readable.Percent(best.TestAccuracy.Value, 2)}, {seconds:0} s, {processorSeconds:0} s of a processor");
    }

    /// <exception cref="InvalidOperationException">ONNX Runtime computes something else than Torch.</exception>
    private static double RuntimeDifference(byte[] onnx, Samples test)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new Network(ModelGraph.Read(onnx));
        var rows = Math.Min(SamplesToCheck, test.Count);
        long[] shape = [rows, .. network.Graph.Input.Shape[1..]];
        var inputs = test.Inputs[..(rows * test.SampleSize)];
        var expected = network.Forward(tensor(inputs, shape)).contiguous().data<float>().ToArray();
        var actual = LocalInference.Run(onnx, inputs, shape);
        var (farthest, largest) = (0.0, 1.0);
        for (var i = 0; i < expected.Length; i++)
            (farthest, largest) = (Math.Max(farthest, Math.Abs(expected[i] - actual[i])), Math.Max(largest, Math.Abs(expected[i])));
        return farthest / largest <= MostRuntimeDifference
            ? farthest / largest
            : throw new InvalidOperationException($"ONNX Runtime's outputs are {farthest / largest:0.0e0} away from Torch's");
    }

    /// <summary>One thread for each piece of work, as many at a time as there are cores.</summary>
    internal static Task SideBySideAsync<T>(IEnumerable<T> work, Action<T, CancellationToken> act, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            async (piece, stopping) => await Task.Factory.StartNew(
                () => act(piece, stopping), stopping, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private sealed record Spent(double Seconds, double ProcessorSeconds);
}
