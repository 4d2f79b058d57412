using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Tasks;

public sealed class TaskTests
{
    [Fact]
    public void Balanced_classes_weigh_the_same_in_all()
    {
        using var scope = NewDisposeScope();
        var train = new Samples(new float[10], [1], [0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
        using var task = TrialTask.Of(TaskKind.Classification, train, balances: true);

        var losses = task.LossOfEach(zeros(10, 4), tensor(train.Targets, 10, 1));

        // log 4 each, so that what is left is the weights: 8 · 0.625 and 2 · 2.5 make the number of samples.
        Assert.Equal(5 * Math.Log(4), losses[..8].sum().item<float>(), 1e-4);
        Assert.Equal(5 * Math.Log(4), losses[8..].sum().item<float>(), 1e-4);
    }

    [Theory]
    [InlineData(TaskKind.Classification, "1", "0")]
    [InlineData(TaskKind.Labels, "0 1", "1 0")]
    [InlineData(TaskKind.Regression, "-1 3", "2 0")]
    public void What_a_network_answers_has_the_form_of_labels(TaskKind kind, string first, string second)
    {
        using var scope = NewDisposeScope();
        using var task = TrialTask.Of(kind, new Samples(new float[2], [1], [], targetSize: 0));

        Assert.Equal([first, second], task.Answers(tensor(new float[] { -1, 3, 2, 0 }, 2, 2)).Select(row => string.Join(' ', row)));
    }

    [Fact]
    public void A_sequence_is_answered_as_it_is_read_for_accuracy()
    {
        using var scope = NewDisposeScope();
        using var task = TrialTask.Of(TaskKind.Sequence, new Samples(new float[2], [1], [], targetSize: 0));
        // The best tokens are 1 1 0 1 and 0 0 0 2.
        var scores = nn.functional.one_hot(tensor(new long[] { 1, 1, 0, 1, 0, 0, 0, 2 }, 2, 4), 3).to(ScalarType.Float32);

        Assert.Equal(["1 1", "2"], task.Answers(scores).Select(row => string.Join(' ', row)));
    }

    [Fact]
    public void Labels_count_every_question()
    {
        using var scope = NewDisposeScope();
        var samples = new Samples(new float[2], [1], [1f, 0, 1, 0, 0, 1], 3);
        using var task = TrialTask.Of(TaskKind.Labels, samples);
        var (scores, targets) = (tensor(new[] { 2f, -1, -1, -3, 1, 4 }, 2, 3), tensor(samples.Targets, 2, 3));

        var tally = task.Begin(samples);
        tally.Add(scores, targets);

        Assert.Equal(4 / 6.0, tally.Accuracy, 1e-9);
        double Entropy(double score, double wanted) => Math.Log(1 + Math.Exp(wanted > 0 ? -score : score));
        Assert.Equal((Entropy(2, 1) + Entropy(-1, 0) + Entropy(-1, 1)) / 3, task.LossOfEach(scores, targets)[0].item<float>(), 1e-5);
    }

    [Fact]
    public void Regression_is_judged_by_the_share_of_variance_that_it_explains()
    {
        using var scope = NewDisposeScope();
        var samples = new Samples(new float[4], [1], [1f, 2, 3, 4], 1);
        using var task = TrialTask.Of(TaskKind.Regression, samples);

        double Accuracy(params float[] answers)
        {
            var tally = task.Begin(samples);
            tally.Add(tensor(answers[..2], 2, 1), tensor(samples.Targets[..2], 2, 1));
            tally.Add(tensor(answers[2..], 2, 1), tensor(samples.Targets[2..], 2, 1));
            return tally.Accuracy;
        }

        Assert.Equal(1, Accuracy(1, 2, 3, 4), 1e-9);
        Assert.Equal(0, Accuracy(2.5f, 2.5f, 2.5f, 2.5f), 1e-9);
        Assert.Equal(1 - (0.25 / 5), Accuracy(1.5f, 2, 3, 4), 1e-6);
    }

    [Fact]
    public void A_split_keeps_groups_together()
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i / 6)];
        var samples = new Samples([.. groups.Select(g => (float)g)], [1], new float[60], 1, groups);

        var (train, validation) = samples.Split(0.2, seed: 3);

        Assert.Equal((48, 12), (train.Count, validation.Count));
        Assert.Empty(train.Groups!.Intersect(validation.Groups!));
        Assert.Equal(train.Groups!.Select(g => (float)g), train.Inputs);
    }

    [Fact]
    public void Samples_of_a_single_group_are_refused()
    {
        var samples = new Samples(new float[3], [1], new float[3], 1, [4, 4, 4]);

        Assert.Contains("one group", Assert.Throws<RejectedException>(() => samples.Split(0.2, 1)).Message, StringComparison.Ordinal);
    }
}
