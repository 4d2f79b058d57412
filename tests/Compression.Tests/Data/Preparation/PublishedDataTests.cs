using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Compression.Tests.Data.Preparation;

/// <summary>The real data sets, where they are there: as many samples as their publishers state.</summary>
public sealed class PublishedDataTests
{
    [SkippableFact]
    public void Hapt_has_the_published_windows_in_both_tasks()
    {
        var tasks = DataPreparation.Find("hapt").Prepare(SharedData.PathOf("hapt"));
        var (activity, user) = (tasks[0], tasks[1]);

        Assert.Equal((7415, 2996), (activity.Train.Labels.Length, activity.Test.Labels.Length));
        Assert.Equal([1722, 1544, 1407, 1801, 1979, 1958], Counts(activity));
        Assert.Equal([2, 4, 9, 10, 12, 13, 18, 20, 24], activity.Test.Groups!.Distinct().Order());
        Assert.Empty(activity.Train.Groups!.Intersect(activity.Test.Groups!));
        Assert.Equal(30, Counts(user).Length);
        // Gravity is in the means of the accelerometer's axes.
        var means = activity.Train.Inputs.AsSpan(0, 6);
        Assert.Equal(1, Math.Sqrt((means[0] * means[0]) + (means[2] * means[2]) + (means[4] * means[4])), 0.2);
    }

    [SkippableFact]
    public void Spsw_has_the_published_windows()
    {
        var task = DataPreparation.Find("spsw").Prepare(SharedData.PathOf("spsw")).Single();

        Assert.Equal((4046, 1130), (task.Train.Labels.Length, task.Test.Labels.Length));
        Assert.Equal([266, 508, 2920, 892, 590], Counts(task));
        Assert.Equal([3, 7, 12, 17, 22], task.Test.Groups!.Distinct().Order());
    }

    [SkippableFact]
    public void Fsdd_has_the_published_recordings()
    {
        var task = DataPreparation.Find("fsdd").Prepare(SharedData.PathOf("fsdd")).Single();

        Assert.Equal((2700, 300), (task.Train.Labels.Length, task.Test.Labels.Length));
        Assert.All(Counts(task), count => Assert.Equal(300, count));
        Assert.Equal([0, 1, 2, 3, 4], task.Test.Groups!.Distinct().Order());
    }

    [SkippableFact]
    public void Cifar10_has_a_balanced_subset()
    {
        var task = DataPreparation.Find("cifar10").Prepare(SharedData.PathOf("cifar10")).Single();

        Assert.All(Counts(task), count => Assert.Equal(750, count));
        Assert.Equal((0f, 1f), (task.Train.Inputs.Min(), task.Train.Inputs.Max()));
    }

    [SkippableFact]
    public void The_jpeg_copies_of_cifar10_decode_to_the_subset_that_is_there_decoded()
    {
        var folder = SharedData.PathOf("cifar10");
        var decoded = JpegTar.Read(new RawFolder(folder), "cifar10-test-jpeg.tar.gz", "test");
        var subset = DataPreparation.Find("cifar10").Prepare(folder).Single().Test;

        Assert.Equal(10_000, decoded.Labels.Length);
        Assert.Equal(subset.Labels, decoded.Labels[..1500]);
        // Decoders differ by rounding, and by how they bring colours back to full size.
        Assert.Equal(0, subset.Inputs.Zip(decoded.Inputs, (a, b) => Math.Abs(a - b)).Average(), 2 / 255.0);
    }

    [SkippableFact]
    public void Mnist_has_the_published_images()
    {
        var task = DataPreparation.Find("mnist").Prepare(SharedData.PathOf("mnist")).Single();

        Assert.Equal((60_000, 10_000), (task.Train.Labels.Length, task.Test.Labels.Length));
        Assert.Equal([5, 0, 4, 1, 9], task.Train.Labels[..5]);
        Assert.Null(task.Train.Groups);
    }

    private static int[] Counts(PreparedTask task) =>
        [.. task.Train.Labels.Concat(task.Test.Labels).CountBy(label => label).OrderBy(count => count.Key).Select(count => count.Value)];
}
