using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Trials;
using DeepIoT.Compression.Zoo;
using static DeepIoT.Compression.Zoo.OnnxBuilder;

namespace DeepIoT.Compression.Tests.Tasks;

/// <summary>Whole trials on small recurrent networks, one for each task.</summary>
public sealed class TaskTrialTests
{
    private const int Time = 6, Features = 3, Units = 10;

    [Theory]
    [InlineData(TaskKind.Classification, "taylor")]
    [InlineData(TaskKind.Sequence, "taylor")]
    [InlineData(TaskKind.Sequence, "compressor")]
    [InlineData(TaskKind.Sequence, "deepiot")]
    [InlineData(TaskKind.Regression, "compressor")]
    [InlineData(TaskKind.Labels, "taylor")]
    public void A_trial_goes_to_its_end_and_a_resumed_one_to_the_same(TaskKind task, string method)
    {
        var (factory, input) = (new TrialFactory(), Input(task));
        var settings = new TrialSettings(method, CostKind.Parameters, 0.5, 50, 1, 2, 40, new Dictionary<string, string>());

        using var whole = factory.Start(input, settings);
        byte[]? checkpoint = null;
        for (var step = 0; whole.Step(); step++)
        {
            if (step == 10) checkpoint = whole.Checkpoint();
        }
        using var resumed = factory.Resume(input, settings, checkpoint!);
        while (resumed.Step())
        {
        }

        var (candidates, again) = (whole.TakeCandidates(), resumed.TakeCandidates());
        Assert.Equal(candidates[^1].Sha256, again[^1].Sha256);
        Assert.True(double.IsFinite(candidates[^1].ValidationAccuracy) && double.IsFinite(candidates[^1].ValidationLoss));
        if (method != "deepiot") Assert.InRange(candidates[^1].Cost.Parameters, 1, factory.Examine(input, default).Cost.Parameters / 2);
    }

    [Theory]
    [InlineData(TaskKind.Classification)]
    [InlineData(TaskKind.Sequence)]
    [InlineData(TaskKind.Regression)]
    [InlineData(TaskKind.Labels)]
    public void Without_labels_the_uncompressed_network_is_right_by_definition_and_a_trial_resumes_like_any_other(TaskKind task)
    {
        var (factory, input) = (new TrialFactory(), WithoutLabels(Input(task)));
        var settings = new TrialSettings("taylor", CostKind.Parameters, 0.5, 50, 1, 2, 40, new Dictionary<string, string>());

        Assert.Equal(1, factory.Examine(input, default).ValidationAccuracy);
        using var whole = factory.Start(input, settings);
        var checkpoints = new List<byte[]>();
        for (var step = 0; whole.Step(); step++)
        {
            if (step is 0 or 10) checkpoints.Add(whole.Checkpoint());
        }
        var candidates = whole.TakeCandidates();
        Assert.InRange(candidates[^1].ValidationAccuracy, 0.01, 1);
        foreach (var checkpoint in checkpoints)
        {
            using var resumed = factory.Resume(input, settings, checkpoint);
            while (resumed.Step())
            {
            }
            Assert.Equal(candidates[^1].Sha256, resumed.TakeCandidates()[^1].Sha256);
        }
    }

    [Fact]
    public void Without_labels_a_trial_learns_what_it_learns_from_the_network_alone()
    {
        var (factory, labelled) = (new TrialFactory(), Input(TaskKind.Classification));
        Dictionary<string, string> alone = new() { ["alpha"] = "1" };

        Assert.Equal(Ends(WithoutLabels(labelled), []), Ends(labelled, alone));
        Assert.NotEqual(Ends(WithoutLabels(labelled), []), Ends(labelled, []));

        string Ends(TrialInput input, Dictionary<string, string> options)
        {
            using var trial = factory.Start(input, new TrialSettings("magnitude", CostKind.Parameters, 0.5, 50, 1, 2, 40, options));
            while (trial.Step())
            {
            }
            return trial.TakeCandidates()[^1].Sha256;
        }
    }

    [Theory]
    [InlineData("deepiot", "", "search.method", "taylor, compressor, magnitude")]
    [InlineData("taylor", "0.5", "search.options.alpha", "Leave it out")]
    [InlineData("compressor", "1", "", "")]
    public void What_learns_from_labels_is_refused_without_them(string method, string alpha, string field, string remedy)
    {
        Dictionary<string, string> options = alpha == "" ? [] : new() { ["alpha"] = alpha };

        var rejected = Record.Exception(() => new TrialFactory()
            .Start(WithoutLabels(Input(TaskKind.Classification)), new TrialSettings(method, CostKind.Parameters, 0.5, 50, 1, 2, 40, options)).Dispose());

        if (field == "") Assert.Null(rejected);
        else
        {
            var problem = Assert.Single(Assert.IsType<RejectedException>(rejected).Problems);
            Assert.Equal(field, problem.Field);
            Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_network_that_answers_every_sample_alike_labels_nothing()
    {
        var input = WithoutLabels(Input(TaskKind.Classification));
        Array.Clear(input.Train.Inputs);

        var problem = Assert.Single(Assert.Throws<RejectedException>(() => new TrialFactory().Examine(input, default)).Problems);

        Assert.Contains("the same answer for every sample", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_final_sigmoid_is_left_out_of_what_labels_are_trained_on()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var network = new Network(ModelGraph.Read(Input(TaskKind.Labels).Model));
        var inputs = TorchSharp.torch.rand(2, Time, Features);

        var difference = network.Logits(inputs).sigmoid() - network.Forward(inputs);

        Assert.Equal(0, difference.abs().max().item<float>(), 1e-6);
    }

    [Fact]
    public void What_does_not_fit_the_task_is_named()
    {
        var input = Input(TaskKind.Classification);

        var problems = Assert.Throws<RejectedException>(() => new TrialFactory().Examine(input with { Task = TaskKind.Sequence }, default)).Problems;

        Assert.Contains("[N, time, tokens]", Assert.Single(problems).Remedy, StringComparison.Ordinal);
    }

    private static TrialInput WithoutLabels(TrialInput input)
    {
        return input with { Train = Without(input.Train), Validation = Without(input.Validation) };

        static Samples Without(Samples samples) => new(samples.Inputs, samples.Shape, [], targetSize: 0);
    }

    private static TrialInput Input(TaskKind task)
    {
        var generator = new SplitMix64(5);
        var inputs = Enumerable.Range(0, 90 * Time * Features).Select(_ => (float)generator.Fraction()).ToArray();
        var size = task switch { TaskKind.Sequence or TaskKind.Labels => 2, _ => 1 };
        var targets = Enumerable.Range(0, 90 * size).Select(_ => task switch
        {
            TaskKind.Sequence => 1f + generator.Below(3),
            TaskKind.Regression => (float)generator.Fraction(),
            TaskKind.Labels => generator.Below(2),
            _ => generator.Below(4),
        }).ToArray();
        var all = new Samples(inputs, [Time, Features], targets, size);
        return new TrialInput(OnnxFile.Serialize(Model(task)), all.Range(0, 70), all.Range(70, 20), null, task);
    }

    private static ModelProto Model(TaskKind task)
    {
        var b = new OnnxBuilder("small", new SplitMix64(2));
        var x = b.Node("Transpose", "time_first", [b.Input("x", Time, Features)], Sizes("perm", 1, 0, 2));
        string[] Weights(string name, int gates, int directions, int features) =>
            [b.Uniform($"{name}.w", 0.5, directions, gates * Units, features), b.Uniform($"{name}.r", 0.5, directions, gates * Units, Units)];
        x = b.Node("LSTM", "lstm", [x, .. Weights("lstm", 4, 2, Features)], Text("direction", "bidirectional"), Integer("hidden_size", Units));
        x = b.Node("Reshape", "both", [b.Node("Transpose", "beside", [x], Sizes("perm", 0, 2, 1, 3)), b.Integers("both.shape", 0, 0, -1)]);
        if (task == TaskKind.Sequence)
        {
            x = b.Node("Transpose", "batch_first", [x], Sizes("perm", 1, 0, 2));
            return b.Build(b.Node("MatMul", "scores", [x, b.Uniform("scores.w", 0.4, 2 * Units, 4)]), Time, 4);
        }
        var last = b.Node("GRU", "gru", [x, .. Weights("gru", 3, 1, 2 * Units)], ["", "gru.last"], Integer("hidden_size", Units))[1];
        var flat = b.Node("Reshape", "flat", [last, b.Integers("flat.shape", -1, Units)]);
        var outputs = task switch { TaskKind.Classification => 4, TaskKind.Labels => 2, _ => 1 };
        x = b.Node("Gemm", "fc", [flat, b.Uniform("fc.w", 0.4, Units, outputs)]);
        return b.Build(task == TaskKind.Labels ? b.Node("Sigmoid", "probabilities", [x]) : x, outputs);
    }
}
