using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Compression.Zoo;

/// <summary>Trains networks of the zoo, so that the models that the product ships can be made again from their data.</summary>
public static class ZooTrainer
{
    /// <summary>
    /// Trains on one Torch thread: the same machine, data and settings give the same bytes. The epoch that is best on
    /// validation is returned; the test part is looked at once, at the end.
    /// </summary>
    /// <param name="width">Factor on the hidden widths.</param>
    /// <returns>The ONNX file.</returns>
    /// <exception cref="RejectedException">Data of another shape or other classes, or settings that cannot be used or make the training diverge.</exception>
    public static byte[] Train(
        ZooEntry entry, double width, Dataset data, ZooTrainingSettings settings, Action<ZooTrainingProgress> report, CancellationToken cancellation)
    {
        var untrained = entry.Build(settings.Seed, width);
        Check(settings);
        var (train, validation) = data.Train.Split(settings.ValidationShare, settings.Seed);
        var graph = ModelGraph.Read(untrained);
        var input = new TrialInput(OnnxFile.Serialize(untrained), train, validation, data.Test, entry.Task);
        var problems = TrialInputCheck.Problems(input, graph);
        if (problems.Count > 0)
            throw new RejectedException(problems);

        TorchSharp.torch.set_num_threads(1);
        using var run = new ZooTrainingRun(graph, train, validation, settings, input.Task);
        try
        {
            while (run.Step())
            {
                cancellation.ThrowIfCancellationRequested();
                if (run.IsWorthTelling) report(run.Progress);
            }
        }
        catch (DivergedException diverged)
        {
            throw new RejectedException("peakRate", diverged.Message, "Give a smaller one, e.g. a third of it");
        }
        report(run.Progress with { TestAccuracy = data.Test is null ? null : run.Judge(data.Test) });
        return OnnxFile.Serialize(run.Best);
    }

    private static void Check(ZooTrainingSettings settings)
    {
        var problems = new List<Problem>();
        if (settings.Epochs < 1)
            problems.Add(new Problem("epochs", $"{settings.Epochs} epochs train nothing", "Give 1 or more"));
        if (settings.BatchSize < 1)
            problems.Add(new Problem("batchSize", $"a batch of {settings.BatchSize} holds nothing", "Give 1 or more, e.g. 128"));
        if (settings.PeakRate is not (> 0 and < 1))
            problems.Add(new Problem("peakRate", $"{settings.PeakRate} is no learning rate", "Give a number between 0 and 1, e.g. 0.002"));
        if (problems.Count > 0)
            throw new RejectedException(problems);
    }
}
