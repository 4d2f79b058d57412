using System.Security.Cryptography;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tests.Data;
using DeepIoT.Compression.Trials;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Zoo;

/// <summary>What ships in samples/digits is what its README says.</summary>
public sealed class SampleTests
{
    private static readonly DataSource Source =
        new(DataFormat.Csv, new DataPart(Checkout.Sample("digits.csv.gz")), TestShare: 0.2, Scale: 1 / 16.0);

    [Theory]
    [InlineData("digits.csv.gz")]
    [InlineData("digits.onnx")]
    public void A_file_has_the_hash_in_the_readme(string file) =>
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Checkout.Sample(file)))),
            File.ReadAllText(Checkout.Sample("README.md")));

    [Fact]
    public void The_data_are_cut_into_1438_rows_and_359_rows_for_the_test()
    {
        var data = DatasetReader.Read(Source);

        Assert.Equal((1438, 359), (data.Train.Count, data.Test!.Count));
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], data.Train.Targets.Concat(data.Test.Targets).CountBy(label => label).OrderBy(n => n.Key).Select(n => n.Value));
        Assert.Equal(1, data.Train.Inputs.Max());
    }

    [Fact]
    public void The_model_is_the_zoos_network_and_is_right_on_98_of_100_test_rows()
    {
        var model = OnnxFile.Parse(File.ReadAllBytes(Checkout.Sample("digits.onnx")));
        var test = DatasetReader.Read(Source).Test!;

        using var runtime = new OnnxRuntimeModel(model);
        var scores = runtime.Run(test.Inputs, test.Count, 1, 8, 8).Chunk(10).ToArray();
        var right = scores.Where((row, i) => Array.IndexOf(row, row.Max()) == test.Targets[i]).Count();

        Assert.Equal(ModelZoo.Find("digits").Build(0).Graph.Node, model.Graph.Node);
        Assert.Equal(ModelGraph.Read(ModelZoo.Find("digits").Build(0)).Groups.Select(g => g.ToString()), ModelGraph.Read(model).Groups.Select(g => g.ToString()));
        Assert.Equal(353, right);
    }

    [Fact]
    public void Without_the_labels_it_shrinks_to_a_tenth_and_stays_right()
    {
        var (factory, labelled) = (new TrialFactory(), DatasetReader.Read(Source));
        Samples inputs = new(labelled.Train.Inputs, labelled.Train.Shape, [], targetSize: 0), test = new(labelled.Test!.Inputs, labelled.Test.Shape, [], targetSize: 0);
        var (train, validation) = inputs.Split(0.1, seed: 1);
        var input = new TrialInput(File.ReadAllBytes(Checkout.Sample("digits.onnx")), train, validation, test);
        var baseline = factory.Examine(input, default);

        using var trial = factory.Start(input, new TrialSettings("taylor", CostKind.Parameters, 0.1, 0.5, 1, Epochs: 10, Iterations: 300, new Dictionary<string, string>()));
        while (trial.Step())
        {
        }

        Assert.Equal((1, 1), (baseline.ValidationAccuracy, baseline.TestAccuracy));
        var candidate = trial.TakeCandidates()[^1];
        Assert.InRange(candidate.TestAccuracy!.Value, 0.96, 1);
        // Accuracy by the labels that it has never seen; the uncompressed network has 0.983.
        using var runtime = new OnnxRuntimeModel(OnnxFile.Parse(candidate.Onnx));
        var scores = runtime.Run(test.Inputs, test.Count, 1, 8, 8).Chunk(10).ToArray();
        Assert.InRange(scores.Where((row, i) => Array.IndexOf(row, row.Max()) == labelled.Test.Targets[i]).Count() / 359.0, 0.95, 1);
    }

    [Fact]
    public void A_few_epochs_on_the_data_teach_the_network_again()
    {
        var settings = ModelZoo.Find("digits").Training with { Epochs = 3 };
        ZooTrainingProgress? last = null;

        ZooTrainer.Train(ModelZoo.Find("digits"), 1, DatasetReader.Read(Source), settings, progress => last = progress, CancellationToken.None);

        Assert.True(last!.ValidationAccuracy > 0.9);
    }
}
