using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class SamplesTests
{
    private static readonly Samples Hundred = new(
        [.. Enumerable.Range(0, 200).Select(i => (float)i)], [2], [.. Enumerable.Range(0, 100).Select(row => row < 70 ? 0 : row < 95 ? 1 : 2)]);

    private static int[] RowsOf(Samples samples) => [.. samples.Inputs.Where((_, i) => i % 2 == 0).Select(value => (int)value / 2)];

    [Fact]
    public void Samples_without_labels_split_by_seed_alone()
    {
        var all = new Samples([.. Enumerable.Range(0, 20).Select(i => (float)i)], [1], [], targetSize: 0);

        var (train, validation) = all.Split(0.2, seed: 5);

        Assert.Equal((16, 4), (train.Count, validation.Count));
        Assert.Equal(all.Inputs, train.Inputs.Concat(validation.Inputs).Order());
        Assert.Equal(validation.Inputs, all.Split(0.2, seed: 5).Validation.Inputs);
        Assert.NotEqual(validation.Inputs, all.Split(0.2, seed: 6).Validation.Inputs);
    }

    [Fact]
    public void A_split_loses_and_repeats_no_row_and_keeps_the_order()
    {
        var (train, validation) = Hundred.Split(0.2, seed: 5);

        Assert.Equal((80, 20), (train.Count, validation.Count));
        Assert.Equal(Enumerable.Range(0, 100), RowsOf(train).Concat(RowsOf(validation)).Order());
        Assert.Equal(RowsOf(train).Order(), RowsOf(train));
        Assert.Equal(RowsOf(validation).Order(), RowsOf(validation));
        Assert.All(RowsOf(validation).Zip(validation.Targets), pair => Assert.Equal(Hundred.Targets[pair.First], pair.Second));
    }

    [Fact]
    public void Every_class_gives_its_share() =>
        Assert.Equal([14, 5, 1], Hundred.Split(0.2, seed: 5).Validation.Targets.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value));

    [Fact]
    public void The_seed_alone_decides_a_split()
    {
        Assert.Equal(RowsOf(Hundred.Split(0.2, 5).Validation), RowsOf(Hundred.Split(0.2, 5).Validation));
        Assert.NotEqual(RowsOf(Hundred.Split(0.2, 5).Validation), RowsOf(Hundred.Split(0.2, 6).Validation));
    }

    /// <summary>The rows were worked out by an independent program.</summary>
    [Fact]
    public void A_split_is_the_same_on_every_platform() =>
        Assert.Equal([2, 8, 20, 21, 27, 28, 29, 38, 44, 47, 50, 58, 66, 69, 74, 79, 80, 85, 86, 99], RowsOf(Hundred.Split(0.2, 5).Validation));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_a_side_empty_is_refused(double share) =>
        Assert.Throws<RejectedException>(() => Hundred.Split(share, 0));

    [Fact]
    public void Even_a_tiny_share_holds_one_row_out() =>
        Assert.Equal(1, Hundred.Split(0.0001, 0).Validation.Count);

    [Theory]
    [InlineData(new long[] { 64 }, new long[] { 1, 8, 8 })]
    [InlineData(new long[] { 28, 28 }, new long[] { 1, 28, 28 })]
    [InlineData(new long[] { 1, 28, 28 }, new long[] { 784 })]
    public void Values_that_mean_the_same_may_be_seen_in_the_shape_of_the_model(long[] stored, long[] wanted)
    {
        var samples = new Samples(new float[stored.Aggregate((a, b) => a * b)], stored, [0]).As(wanted);

        Assert.Equal(wanted, samples.Shape);
    }

    [Theory]
    [InlineData(new long[] { 32, 32, 3 }, new long[] { 3, 32, 32 })]
    [InlineData(new long[] { 64 }, new long[] { 1, 8, 9 })]
    [InlineData(new long[] { 4, 6 }, new long[] { 6, 4 })]
    public void Values_that_would_be_scrambled_are_refused(long[] stored, long[] wanted) =>
        Assert.Throws<RejectedException>(() => new Samples(new float[stored.Aggregate((a, b) => a * b)], stored, [0]).As(wanted));
}
