using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Trials;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Trials;

/// <summary>Whole trials on the real digits, short and with a network trained for a moment only.</summary>
[Collection(LiveTensors.Name)]
public sealed class TrialTests(TrialTests.DigitsFixture digits) : IClassFixture<TrialTests.DigitsFixture>
{
    public static TheoryData<string, double?> Settings => new()
    {
        { "taylor", 0.2 },
        { "taylor", null },
        { "compressor", 0.2 },
        { "deepiot", 0.5 },
        { "magnitude", 0.2 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_trial_resumed_from_any_checkpoint_ends_with_the_same_candidates(string method, double? share)
    {
        var (whole, steps) = Run(digits.Factory.Start(digits.Input, Of(method, share)), int.MaxValue);
        foreach (var interruption in new[] { 3, steps / 3, steps / 2, steps - 20 })
        {
            byte[] checkpoint;
            List<TrialCandidate> found;
            using (var first = digits.Factory.Start(digits.Input, Of(method, share)))
            {
                (found, _) = Drive(first, interruption);
                checkpoint = first.Checkpoint();
            }
            var (rest, _) = Run(digits.Factory.Resume(digits.Input, Of(method, share), checkpoint), int.MaxValue);

            Assert.True(whole.Select(c => c.Sha256).SequenceEqual(found.Concat(rest).Select(c => c.Sha256)), $"interrupted after {interruption} of {steps} steps");
        }
    }

    [Fact]
    public void A_trial_interrupted_again_before_it_has_caught_up_loses_nothing()
    {
        var settings = Of("taylor", 0.2);
        var (whole, steps) = Run(digits.Factory.Start(digits.Input, settings), int.MaxValue);
        byte[] checkpoint;
        using (var first = digits.Factory.Start(digits.Input, settings))
        {
            Drive(first, steps / 2);
            checkpoint = first.Checkpoint();
        }
        using (var second = digits.Factory.Resume(digits.Input, settings, checkpoint))
        {
            second.Step();
            checkpoint = second.Checkpoint();
        }
        var (rest, _) = Run(digits.Factory.Resume(digits.Input, settings, checkpoint), int.MaxValue);

        Assert.Equal(whole[^1].Sha256, rest[^1].Sha256);
    }

    [Fact]
    public void A_trial_on_distorted_images_resumes_like_any_other()
    {
        var settings = Of("taylor", 0.2) with { Options = new Dictionary<string, string> { ["turn"] = "10", ["shift"] = "0.1" } };
        var (whole, steps) = Run(digits.Factory.Start(digits.Input, settings), int.MaxValue);
        using var first = digits.Factory.Start(digits.Input, settings);
        var (found, _) = Drive(first, steps / 2);

        var (rest, _) = Run(digits.Factory.Resume(digits.Input, settings, first.Checkpoint()), int.MaxValue);

        Assert.Equal(whole.Select(c => c.Sha256), found.Concat(rest).Select(c => c.Sha256));
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("compressor")]
    [InlineData("magnitude")]
    public void A_candidate_meets_its_target_and_is_named_by_its_bytes(string method)
    {
        var (candidates, _) = Run(digits.Factory.Start(digits.Input, Of(method, 0.1)), int.MaxValue);

        Assert.Equal([0, 1], candidates.Select(c => c.Rung));
        foreach (var candidate in candidates)
        {
            var graph = ModelGraph.Read(candidate.Onnx);
            Assert.InRange(candidate.Cost.Parameters, 1, 0.1 * digits.Whole.Parameters);
            Assert.Equal(candidate.Cost.Parameters, graph.Parameters.At(graph.Widths));
            Assert.Equal(candidate.Cost.Bytes, candidate.Onnx.Length);
            Assert.True(candidate.Cost.Bytes < digits.Whole.Bytes / 5);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(candidate.Onnx)), candidate.Sha256);
            Assert.Equal(graph.Groups.Select(g => g.Units), candidate.Structure.Select(w => w.After));
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_trial_handed_in_at_each_rung_ends_with_the_candidates_of_one_that_ran_through(string method, double? share)
    {
        var settings = Of(method, share) with { Rungs = [1.0 / 3] };
        var (whole, _) = Run(digits.Factory.Start(digits.Input, settings), int.MaxValue);
        Assert.Equal([0, 1, 2], whole.Select(c => c.Rung));

        var found = new Dictionary<int, string>();
        byte[]? checkpoint = null;
        foreach (var rung in new[] { 0, 1, int.MaxValue })
        {
            using var trial = checkpoint is null ? digits.Factory.Start(digits.Input, settings) : digits.Factory.Resume(digits.Input, settings, checkpoint);
            while (trial.Step())
            {
                var candidates = trial.TakeCandidates();
                foreach (var candidate in candidates) found[candidate.Rung] = candidate.Sha256;
                if (!candidates.Any(c => c.Rung == rung)) continue;
                Assert.True(trial.AtRung);
                checkpoint = trial.Checkpoint();
                break;
            }
        }

        Assert.Equal(whole.Select(c => c.Sha256), found.OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    [Fact]
    public void A_candidate_exported_on_the_way_changes_nothing_of_what_comes_after()
    {
        var (without, _) = Run(digits.Factory.Start(digits.Input, Of("taylor", 0.2)), int.MaxValue);
        var (with, _) = Run(digits.Factory.Start(digits.Input, Of("taylor", 0.2) with { Rungs = [0.25, 0.5] }), int.MaxValue);

        Assert.Equal([without[0].Sha256, without[1].Sha256], [with[0].Sha256, with[3].Sha256]);
        Assert.Equal(4, with.Select(c => c.Sha256).Distinct().Count());
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("compressor")]
    [InlineData("magnitude")]
    public void A_search_that_begins_with_an_earlier_candidate_goes_down_from_there_and_counts_shares_of_the_model(string method)
    {
        var (earlier, _) = Run(digits.Factory.Start(digits.Input, Of(method, 0.3)), int.MaxValue);
        var warm = digits.Input with { Start = earlier[^1].Onnx };

        using var trial = digits.Factory.Start(warm, Of(method, 0.1));
        while (trial.Progress.Step == "baseline") Assert.True(trial.Step());
        Assert.Equal(digits.ValidationAccuracy, trial.Progress.ValidationAccuracy);
        var (candidates, _) = Drive(trial, int.MaxValue);

        Assert.InRange(candidates[^1].Cost.Parameters, 1, 0.1 * digits.Whole.Parameters);
        Assert.All(candidates[^1].Structure.Zip(earlier[^1].Structure), pair => Assert.InRange(pair.First.After, 1, pair.Second.After));
        Assert.Equal(earlier[^1].Structure.Select(w => w.Before), candidates[^1].Structure.Select(w => w.Before));
    }

    [Fact]
    public void A_network_of_another_model_is_nothing_to_begin_with()
    {
        var other = digits.Input with { Start = OnnxFile.Serialize(ModelZoo.Find("lenet5").Build(1)) };

        Assert.Equal("search.warmStart", Assert.Throws<RejectedException>(() => digits.Factory.Start(other, Of("taylor", 0.2))).Problems.Single().Field);
        Assert.Equal("search.warmStart", Assert.Throws<RejectedException>(() => digits.Factory.Examine(other, default)).Problems.Single().Field);
        Assert.Equal("search.warmStart", Assert.Throws<RejectedException>(() => digits.Factory.Examine(digits.Input with { Start = [1, 2, 3] }, default)).Problems.Single().Field);
    }

    [Fact]
    public void Another_seed_finds_another_candidate()
    {
        var (first, _) = Run(digits.Factory.Start(digits.Input, Of("taylor", 0.2)), int.MaxValue);
        var (second, _) = Run(digits.Factory.Start(digits.Input, Of("taylor", 0.2) with { Seed = 2 }), int.MaxValue);

        Assert.NotEqual(first[^1].Sha256, second[^1].Sha256);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Live_tensors_do_not_grow_with_steps(string method, double? share)
    {
        var before = LiveTensors.Settled();
        using (var trial = digits.Factory.Start(digits.Input, Of(method, share)))
        {
            var most = 0L;
            for (var step = 0; trial.Step(); step++)
            {
                if (step == 15) most = Tensor.TotalCount;
                // Snapshots and the batches that wait come on top of the parameters, a fixed number each.
                if (step > 15) Assert.InRange(Tensor.TotalCount, 0, most + 150);
            }
        }
        Assert.InRange(Tensor.TotalCount, 0, before + 6);
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_told_at_once()
    {
        var settings = Of("taylor", 1e-6) with { Options = new Dictionary<string, string> { ["every"] = "never", ["view"] = "lstm" } };

        var problems = Assert.Throws<RejectedException>(() => digits.Factory.Start(digits.Input, settings)).Problems;

        Assert.Equal(["search.options.every", "search.options.view", "targets"], problems.Select(p => p.Field));
        Assert.Equal("search.method", Assert.Throws<RejectedException>(() => digits.Factory.Start(digits.Input, Of("magic", 0.1))).Problems.Single().Field);
    }

    [Fact]
    public void Data_that_does_not_fit_the_model_is_rejected_with_both_shapes()
    {
        var wrong = new Samples(new float[5 * 49], [7, 7], new int[5]);

        var problem = Assert.Throws<RejectedException>(() => digits.Factory.Examine(digits.Input with { Train = wrong }, default)).Problems.Single();

        Assert.Contains("[7, 7]", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("[1, 8, 8]", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_beyond_the_models_classes_is_rejected()
    {
        var wrong = new Samples(new float[2 * 64], [64], [3, 10]);

        var problem = Assert.Throws<RejectedException>(() => digits.Factory.Examine(digits.Input with { Validation = wrong }, default)).Problems.Single();

        Assert.Contains("label 10", problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("compressor")]
    public void A_trial_steered_by_predicted_latency_ends_within_its_budget(string method)
    {
        var budget = new Budget([new BudgetTerm(CostKind.Latency, Predicted: Compressor.BudgetTests.Simulated())]);
        var (candidates, probes) = (new List<TrialCandidate>(), new List<TrialProbe>());
        using (var trial = digits.Factory.Start(digits.Input, Of(method, 0.3) with { Budget = budget }))
        {
            while (trial.Step()) probes.AddRange(trial.TakeProbes());
            candidates.AddRange(trial.TakeCandidates());
        }

        var original = ModelGraph.Read(digits.Input.Model);
        Assert.Equal(3, probes.Count);
        Assert.Equal(probes.Select(p => p.BudgetShare).OrderDescending(), probes.Select(p => p.BudgetShare));
        Assert.All(probes, probe =>
        {
            var structure = ModelGraph.Read(probe.Onnx);
            Assert.Equal(probe.BudgetShare, budget.CostOf(structure, original).At(structure.Widths), 1e-9);
        });
        var found = ModelGraph.Read(candidates[^1].Onnx);
        Assert.InRange(budget.CostOf(found, original).At(found.Widths), 0.05, 0.3);
    }

    [Theory]
    [InlineData("taylor")]
    [InlineData("compressor")]
    public void A_target_moved_while_the_search_runs_is_where_it_ends_and_is_kept_in_checkpoints(string method)
    {
        var settings = Of(method, 0.5);
        byte[] checkpoint;
        using (var trial = digits.Factory.Start(digits.Input, settings))
        {
            while (trial.Progress is not { Step: "compress", Fraction: > 0.1 }) Assert.True(trial.Step());
            trial.Retarget(0.1);
            checkpoint = trial.Checkpoint();
        }

        var (candidates, _) = Run(digits.Factory.Resume(digits.Input, settings, checkpoint), int.MaxValue);

        var original = ModelGraph.Read(digits.Input.Model);
        Assert.InRange(candidates[^1].Cost.Parameters / original.Parameters.At(original.Widths), 0.03, 0.1);
    }

    private static TrialSettings Of(string method, double? share) =>
        new(method, CostKind.Parameters, share, 0.5, 1, Epochs: 2, Iterations: method == "deepiot" ? 68 : 60, new Dictionary<string, string>());

    private static (List<TrialCandidate> Candidates, int Steps) Run(ITrial trial, int most)
    {
        using (trial) return Drive(trial, most);
    }

    private static (List<TrialCandidate> Candidates, int Steps) Drive(ITrial trial, int most)
    {
        var candidates = new List<TrialCandidate>();
        var steps = 0;
        for (; steps < most && trial.Step(); steps++) candidates.AddRange(trial.TakeCandidates());
        candidates.AddRange(trial.TakeCandidates());
        return (candidates, steps);
    }

    public sealed class DigitsFixture
    {
        public DigitsFixture()
        {
            var file = Path.Combine(AppContext.BaseDirectory, "samples", "digits", "digits.csv.gz");
            var data = DatasetReader.Read(new DataSource(DataFormat.Csv, new DataPart(file), TestShare: 0.2, Scale: 1 / 16.0));
            var (train, validation) = data.Train.Split(0.1, 7);
            Factory = new TrialFactory();
            using var network = new Network(ModelGraph.Read(ModelZoo.Find("digits").Build(1)));
            using (var task = TrialTask.Of(TaskKind.Classification, train))
            using (var plain = new TrainingData(train, task, zeros(train.Count, 10)))
            using (var training = new Finetuning(network, plain, epochs: 3, seed: 1, Distillation.None))
            {
                while (training.Step())
                {
                }
            }
            Input = new TrialInput(OnnxFile.Serialize(network.ToProto()), train, validation, data.Test);
            var report = Factory.Examine(Input, default);
            (Whole, ValidationAccuracy) = (report.Cost, report.ValidationAccuracy);
        }

        public TrialFactory Factory { get; }

        public TrialInput Input { get; }

        public ModelCost Whole { get; }

        public double ValidationAccuracy { get; }
    }
}
