using DeepIoT.Compression.Data;
using DeepIoT.Compression.Trials;
using TorchSharp;

namespace DeepIoT.Compression.Tests.Data;

[Collection(LiveTensors.Name)]
public sealed class BatchFeedTests
{
    /// <summary>Row r holds the values 3r, 3r + 1, 3r + 2 and has the label r mod 4.</summary>
    private static readonly Samples Fifty = new(
        [.. Enumerable.Range(0, 150).Select(i => (float)i)], [1, 3], [.. Enumerable.Range(0, 50).Select(row => row % 4)]);

    private static long[] Take(BatchFeed feed)
    {
        using var batch = feed.Next();
        return batch.Rows.data<long>().ToArray();
    }

    private static byte[] Saved(BatchFeed feed)
    {
        var archive = CheckpointArchive.ForSaving();
        feed.Persist(archive);
        return archive.ToBytes();
    }

    [Fact]
    public void A_batch_holds_the_values_and_labels_of_its_rows()
    {
        using var feed = new BatchFeed(Fifty, 8, seed: 1);
        using var batch = feed.Next();

        Assert.Equal([8L, 3L], batch.Inputs.shape);
        var rows = batch.Rows.data<long>().ToArray();
        Assert.Equal(rows.SelectMany(row => new[] { 3f * row, (3f * row) + 1, (3f * row) + 2 }), batch.Inputs.data<float>().ToArray());
        Assert.Equal(rows.Select(row => (float)(row % 4)), batch.Targets.data<float>().ToArray());
    }

    [Fact]
    public void A_batch_takes_the_shape_of_the_models_input()
    {
        using var batch = Batch.Of(Fifty, [4, 2]);
        using var inputs = batch.InputsAs([-1, 3, 1, 1]);

        Assert.Equal([2L, 3L, 1L, 1L], inputs.shape);
        Assert.Equal([12, 13, 14, 6, 7, 8], inputs.data<float>().ToArray());
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(50, 1)]
    [InlineData(99, 1)]
    public void Every_row_comes_once_an_epoch_and_every_epoch_has_its_own_order(int batchSize, int batches)
    {
        using var feed = new BatchFeed(Fifty, batchSize, seed: 1);
        long[] Epoch() => [.. Enumerable.Range(0, batches).SelectMany(_ => Take(feed))];

        var (first, second) = (Epoch(), Epoch());

        Assert.Equal(batches, feed.BatchesPerEpoch);
        Assert.Equal(Enumerable.Range(0, 50).Select(row => (long)row), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_last_short_batch_is_left_out()
    {
        using var feed = new BatchFeed(Fifty, 8, seed: 1);

        var epoch = Enumerable.Range(0, feed.BatchesPerEpoch).SelectMany(_ => Take(feed)).ToArray();

        Assert.Equal(48, epoch.Length);
        Assert.Equal(48, epoch.Distinct().Count());
    }

    [Fact]
    public void A_feed_resumed_anywhere_gives_the_same_batches()
    {
        using var whole = new BatchFeed(Fifty, 8, seed: 9);
        for (var taken = 0; taken < 20; taken++)
        {
            using var resumed = new BatchFeed(Fifty, 8, seed: 9);
            resumed.Persist(CheckpointArchive.ForLoading(Saved(whole)));

            Assert.Equal(Take(whole), Take(resumed));
            Assert.Equal(Saved(whole), Saved(resumed));
        }
    }

    [Fact]
    public void A_feed_that_runs_cannot_jump()
    {
        using var feed = new BatchFeed(Fifty, 8, seed: 9);
        var saved = Saved(feed);
        Take(feed);

        Assert.Throws<InvalidOperationException>(() => feed.Persist(CheckpointArchive.ForLoading(saved)));
    }

    [Fact]
    public void Another_seed_gives_another_order()
    {
        using var one = new BatchFeed(Fifty, 50, seed: 1);
        using var two = new BatchFeed(Fifty, 50, seed: 2);

        Assert.NotEqual(Take(one), Take(two));
    }

    [Fact]
    public void A_fault_while_a_batch_is_gathered_reaches_the_one_who_waits_for_it()
    {
        var samples = new Samples(new float[4], [2], [0, 0]);
        using var feed = new BatchFeed(samples, 1, seed: 1);
        feed.Persist(CheckpointArchive.ForLoading(BeforeTheFirstBatch()));

        Assert.Throws<ArgumentOutOfRangeException>(feed.Next);
        Assert.Throws<ArgumentOutOfRangeException>(feed.Next);

        static byte[] BeforeTheFirstBatch()
        {
            var archive = CheckpointArchive.ForSaving();
            var taken = -1L;
            archive.Integer("taken", ref taken);
            return archive.ToBytes();
        }
    }

    [Fact]
    public void A_disposed_feed_gives_no_batch()
    {
        var feed = new BatchFeed(Fifty, 8, seed: 1);
        Take(feed);
        feed.Dispose();

        Assert.Throws<ObjectDisposedException>(feed.Next);
    }

    [Fact]
    public void Live_tensors_stay_flat_and_none_is_left_after_disposal()
    {
        var before = LiveTensors.Settled();
        using (var feed = new BatchFeed(Fifty, 8, seed: 1))
        {
            for (var i = 0; i < 1000; i++)
            {
                using var batch = feed.Next();
                // This batch, two that wait and one in the making, of three tensors each.
                Assert.InRange(torch.Tensor.TotalCount - before, 3, 12);
            }
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_batch_outlives_the_dispose_scope_in_which_it_is_taken()
    {
        Batch batch;
        using (torch.NewDisposeScope())
            batch = Batch.Of(Fifty, [0, 1]);

        Assert.False(batch.Inputs.IsInvalid);
        batch.Dispose();
        Assert.True(batch.Inputs.IsInvalid);
    }
}
