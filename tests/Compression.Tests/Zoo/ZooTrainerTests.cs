using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Zoo;

public sealed class ZooTrainerTests
{
    private static readonly ZooTrainingSettings Short = new(Epochs: 2, BatchSize: 32, Seed: 3);

    /// <summary>Class c is a bright row c of the image, or column when c is above 7, in noise.</summary>
    private static Dataset Stripes(int count, ulong seed)
    {
        var generator = new SplitMix64(seed);
        var labels = Enumerable.Range(0, count).Select(i => i % 10).ToArray();
        var inputs = new float[count * 64];
        for (var i = 0; i < inputs.Length; i++)
        {
            var (label, row, column) = (labels[i / 64], i / 8 % 8, i % 8);
            var isBright = label < 8 ? row == label : column == label - 8;
            inputs[i] = (isBright ? 0.6f : 0) + (0.4f * (float)generator.Fraction());
        }
        var all = new Samples(inputs, [8, 8], labels);
        return new Dataset(all.Range(0, count - 100), all.Range(count - 100, 100));
    }

    [Fact]
    public void Training_teaches_and_reports_each_epoch_on_validation_and_the_test_part_once()
    {
        var reports = new List<ZooTrainingProgress>();

        var onnx = ZooTrainer.Train(ModelZoo.Find("digits"), 1, Stripes(900, 1), Short with { Epochs = 3 }, reports.Add, CancellationToken.None);

        Assert.Equal([1, 2, 3], reports.Where(r => r.ValidationAccuracy is not null).Select(r => r.Epoch));
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Equal(reports[^1], Assert.Single(reports, r => r.TestAccuracy is not null));
        Assert.True(reports[^1].TestAccuracy > 0.95);
        Assert.NotEqual(OnnxFile.Serialize(ModelZoo.Find("digits").Build(Short.Seed)), onnx);
    }

    [Fact]
    public void The_reported_test_accuracy_is_what_onnx_runtime_finds_in_the_file()
    {
        var data = Stripes(500, 2);
        ZooTrainingProgress? last = null;
        var onnx = ZooTrainer.Train(ModelZoo.Find("digits"), 1, data, Short, progress => last = progress, CancellationToken.None);

        using var model = new OnnxRuntimeModel(OnnxFile.Parse(onnx));
        var scores = model.Run(data.Test!.Inputs, data.Test.Count, 1, 8, 8);
        var right = data.Test.Targets.Where((label, i) => scores.AsSpan(i * 10, 10).IndexOf(scores.AsSpan(i * 10, 10).ToArray().Max()) == label).Count();

        Assert.Equal((double)right / data.Test.Count, last!.TestAccuracy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_seed_gives_the_same_file(bool isDistorted)
    {
        byte[] Train(ulong seed) => ZooTrainer.Train(
            ModelZoo.Find("digits"),
            1,
            Stripes(300, 1),
            Short with { Epochs = 1, Seed = seed, Distortion = isDistorted ? new Distortion(10, 0.1, 0.1) : null },
            _ => { },
            CancellationToken.None);

        Assert.Equal(Train(3), Train(3));
        Assert.NotEqual(Train(3), Train(4));
    }

    [Fact]
    public void Training_stops_when_cancelled()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() =>
            ZooTrainer.Train(ModelZoo.Find("digits"), 1, Stripes(900, 1), Short with { Epochs = 1000 }, _ => cancellation.Cancel(), cancellation.Token));
    }

    [Fact]
    public void Data_of_another_shape_is_refused()
    {
        var data = new Dataset(new Samples(new float[20 * 81], [9, 9], [.. Enumerable.Range(0, 20).Select(i => i % 10)]), null);

        Assert.Contains("[9, 9]", Refusal(data, Short)[0].Reason);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_refused_together() =>
        Assert.Equal(["epochs", "batchSize", "peakRate"], Refusal(Stripes(300, 1), new ZooTrainingSettings(0, 0, 0)).Select(p => p.Field));

    private static IReadOnlyList<Problem> Refusal(Dataset data, ZooTrainingSettings settings) =>
        Assert.Throws<RejectedException>(() => ZooTrainer.Train(ModelZoo.Find("digits"), 1, data, settings, _ => { }, CancellationToken.None)).Problems;
}
