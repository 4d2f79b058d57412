using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Compression.Graph;

namespace DeepIoT.Cli.Tests.Commands;

/// <summary>Public data sets made ready, from raw files that are made up.</summary>
public sealed class DataCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataCommandsTests()
    {
        foreach (var (part, count) in new[] { ("train", 6), ("t10k", 4) })
        {
            Idx($"{part}-images-idx3-ubyte.gz", [count, 28, 28], i => (byte)i);
            Idx($"{part}-labels-idx1-ubyte.gz", [count], i => (byte)i);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_writes_both_parts_and_says_what_they_hold()
    {
        var run = await PrepareAsync("out", "--format", "json");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        var files = JsonDocument.Parse(run.Out).RootElement.EnumerateArray().ToList();
        Assert.Equal([6, 4], files.Select(file => file.GetProperty("samples").GetInt32()));
        Assert.All(files, file => Assert.Equal("1×28×28", file.GetProperty("input").GetString()));
        Assert.Equal(["mnist.test.npz", "mnist.train.npz"], Directory.GetFiles(_folder["out"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_it_writes_trains_a_network_of_the_zoo_as_it_is()
    {
        await PrepareAsync("out");

        var run = await CommandRun.OfAsync(
            "zoo", "train", "lenet5", "--data", Path.Combine(_folder["out"], "mnist.train.npz"), "--test", Path.Combine(_folder["out"], "mnist.test.npz"),
            "--width", "0.1", "--classes", "12", "--epochs", "1", "-o", _folder["lenet5.onnx"]);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        var graph = ModelGraph.Read(File.ReadAllBytes(_folder["lenet5.onnx"]));
        Assert.Equal([4.0, 5, 50], graph.Widths);
        Assert.Equal(12, graph.Output.Shape[^1]);
    }

    [Fact]
    public async Task Twice_gives_the_same_bytes()
    {
        await PrepareAsync("a");
        await PrepareAsync("b");

        Assert.All(Directory.GetFiles(_folder["a"]), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder["b"], Path.GetFileName(file)))));
    }

    [Fact]
    public async Task A_missing_file_is_one_clear_line_and_leaves_nothing_behind()
    {
        File.Delete(_folder["t10k-labels-idx1-ubyte.gz"]);

        var run = await PrepareAsync("out");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.StartsWith($"{_folder["t10k-labels-idx1-ubyte.gz"]}: there is no such file.", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_a_clear_line_and_keeps_what_was_there()
    {
        Directory.CreateDirectory(Path.Combine(_folder["out"], "mnist.test.npz"));

        var run = await PrepareAsync("out");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(["mnist.test.npz"], Directory.GetFileSystemEntries(_folder["out"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("imagenet", "Choose one of mnist, cifar10, hapt, spsw, fsdd")]
    [InlineData("mnist --all", "all: mnist is always prepared whole")]
    public async Task What_it_does_not_know_is_refused(string arguments, string reason)
    {
        var run = await CommandRun.OfAsync(["data", "prepare", .. arguments.Split(' '), "--from", _folder.Path, "-o", _folder["out"]]);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> PrepareAsync(string target, params string[] more) =>
        CommandRun.OfAsync(["data", "prepare", "mnist", "--from", _folder.Path, "-o", _folder[target], .. more]);

    private void Idx(string name, int[] shape, Func<int, byte> value)
    {
        using var packed = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
        packed.Write([0, 0, 8, (byte)shape.Length]);
        foreach (var n in shape)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, n);
            packed.Write(bytes);
        }
        packed.Write([.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(value)]);
    }
}
