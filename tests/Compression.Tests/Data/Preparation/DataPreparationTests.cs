using DeepIoT.Compression.Data.Preparation;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Data.Preparation;

public sealed class DataPreparationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Names => [.. DataPreparation.All.Select(preparation => preparation.Name)];

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var preparation in DataPreparation.All)
            {
                foreach (var (file, _) in RawFiles.Of(preparation.Name))
                    files.Add(preparation.Name, file);
            }
            return files;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_task_has_the_input_and_the_classes_of_a_network_of_the_zoo(string set)
    {
        foreach (var task in Prepared(set))
        {
            Assert.Contains(ModelZoo.Entries, entry =>
                entry.Input.SequenceEqual(task.Sample) && task.IsSequence == (entry.Task == TaskKind.Sequence) && (entry.Classes == task.Classes || set == "spsw"));
            foreach (var part in new[] { task.Train, task.Test })
            {
                Assert.Equal(part.Labels.Length * task.Sample.Aggregate((a, b) => a * b), part.Inputs.Length);
                Assert.All(part.Labels, label => Assert.InRange(label, task.IsSequence ? 1 : 0, task.Classes - 1));
                Assert.All(part.Inputs, value => Assert.True(float.IsFinite(value)));
                Assert.True(part.Groups is null || part.Groups.Length == part.Labels.Length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_files_give_the_same_bytes(string set)
    {
        byte[][] Written() => [.. Prepared(set).SelectMany(task => new[] { Bytes(task, task.Train), Bytes(task, task.Test) })];

        Assert.Equal(Written(), Written());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_missing_is_named(string set, string file)
    {
        Put(set);
        File.Delete(_folder.Missing(file));

        var problem = Assert.Single(Refusal(set));
        Assert.Equal((_folder.Missing(file), "there is no such file"), (problem.Field, problem.Reason));
        Assert.NotEmpty(problem.Remedy);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_cut_short_anywhere_is_refused_by_name(string set, string file)
    {
        Put(set);
        var whole = File.ReadAllBytes(_folder.Missing(file));
        foreach (var length in new[] { 0, 1, whole.Length / 3, whole.Length - 5 })
        {
            File.WriteAllBytes(_folder.Missing(file), whole[..length]);
            Assert.All(Refusal(set), problem => Assert.Equal(_folder.Missing(file), problem.Field));
        }
    }

    [Theory]
    [InlineData("hapt", "hapt-windows.npz", "spsw", "spsw-windows.npz", "'experiment'")]
    [InlineData("fsdd", "fsdd.npz", "hapt", "hapt-windows.npz", "'pcm'")]
    [InlineData("mnist", "train-images-idx3-ubyte.gz", "cifar10", "cifar10-train6000-images-idx4-ubyte.gz", "[28, 28]")]
    [InlineData("mnist", "train-labels-idx1-ubyte.gz", "mnist", "t10k-labels-idx1-ubyte.gz", "[6] is due")]
    public void A_file_that_holds_something_else_is_refused_by_name(string set, string file, string otherSet, string otherFile, string reason)
    {
        Put(set);
        _folder.Write(file, RawFiles.Of(otherSet).Single(f => f.Name == otherFile).Content);

        var problem = Assert.Single(Refusal(set));
        Assert.Equal(_folder.Missing(file), problem.Field);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_the_data_set_does_not_have_is_refused_with_its_place()
    {
        Put("mnist");
        _folder.Write("t10k-labels-idx1-ubyte.gz", FileBytes.Idx(8, [4], 1, 2, 10, 3));

        Assert.Contains("label number 2 is 10 where 0 to 9 are due", Assert.Single(Refusal("mnist")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Basic_activities_are_split_by_user_and_walks_in_time()
    {
        var tasks = Prepared("hapt");
        var (activity, user) = (tasks[0], tasks[1]);

        Assert.Equal(("hapt-activity", "hapt-user"), (activity.Name, user.Name));
        Assert.Equal((12, 10), (activity.Train.Labels.Length, activity.Test.Labels.Length));
        Assert.Equal([1, 2, 3], activity.Train.Groups!.Distinct());
        Assert.Equal([4, 5, 6], activity.Test.Groups!.Distinct());
        // Windows 0, 2 | 6, 8 | 12, 14 | 18, 20 walk and lie in one part: users 1 1 | 2 3 | 4 4 | 5 6.
        Assert.Equal([0, 0, 3, 3], user.Train.Labels);
        Assert.Equal([1, 2, 4, 5], user.Test.Labels);
    }

    [Fact]
    public void Overlapping_windows_of_one_walk_are_one_group()
    {
        var windows = new InertialWindows([], [0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 2], [0, 64, 200, 264, 328, 392]);

        Assert.Equal([0, 0, 1, 2, 2, 3], windows.Segments());
    }

    [Fact]
    public void Spoken_digits_are_tokens_from_1_and_bands_are_normalised_by_the_training_part()
    {
        var task = Prepared("fsdd").Single();

        Assert.Equal(Enumerable.Range(1, 10), task.Test.Labels);
        Assert.Equal([1], task.Train.Groups!.Distinct());
        foreach (var band in Enumerable.Range(0, 40))
        {
            var values = task.Train.Inputs.Where((_, i) => i % 40 == band).ToArray();
            Assert.Equal(0, values.Average(), 1e-4);
            Assert.Equal(1, values.Average(value => value * value), 1e-3);
        }
    }

    [Fact]
    public void Photographs_become_one_plane_for_each_colour()
    {
        var image = Prepared("cifar10").Single().Train.Inputs[..3072];

        Assert.Equal([0f, 100 / 255f, 200 / 255f], image.Chunk(1024).Select(plane => plane.Distinct().Single()));
    }

    [Fact]
    public void Everything_is_asked_for_only_where_there_is_more() =>
        Assert.Equal("all", Assert.Single(Assert.Throws<RejectedException>(() => DataPreparation.Find("mnist").Prepare("anywhere", all: true)).Problems).Field);

    [Fact]
    public void A_data_set_that_is_unknown_is_refused_with_those_that_are_known() =>
        Assert.Contains("mnist, cifar10, hapt", Assert.Throws<RejectedException>(() => DataPreparation.Find("imagenet")).Problems[0].Remedy);

    private IReadOnlyList<PreparedTask> Prepared(string set)
    {
        Put(set);
        return DataPreparation.Find(set).Prepare(_folder.Missing(""));
    }

    private IReadOnlyList<Problem> Refusal(string set) =>
        Assert.Throws<RejectedException>(() => DataPreparation.Find(set).Prepare(_folder.Missing(""))).Problems;

    private void Put(string set)
    {
        foreach (var (name, content) in RawFiles.Of(set))
            _folder.Write(name, content);
    }

    private static byte[] Bytes(PreparedTask task, PreparedPart part)
    {
        using var bytes = new MemoryStream();
        task.Write(part, bytes);
        return bytes.ToArray();
    }
}
