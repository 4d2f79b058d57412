using System.Text.Json;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Tests.Commands;

/// <summary>Commands that need no cluster.</summary>
public sealed class LocalCommandsTests : IDisposable
{
    private readonly SmallCampaign _campaign = new();

    public void Dispose() => _campaign.Dispose();

    [Fact]
    public async Task Inspect_names_layers_unit_groups_and_what_is_fixed()
    {
        var run = await CommandRun.OfAsync("inspect", _campaign.ModelFile);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("image [N, 1, 8, 8] → scores [N, 10]", run.Out, StringComparison.Ordinal);
        Assert.Contains("93 962 parameters, 756 992 MACs", run.Out, StringComparison.Ordinal);
        Assert.Contains("conv2 (64) ⇄ fc1 in (1 ↔ 9)", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"scores\s+10\s+network output", run.Out);
    }

    [Theory]
    [InlineData("--meter hwmon:none/power1", "this machine has no sensor `hwmon:none/power1`")]
    [InlineData("--meter none --meter-factor 2", "a calibration factor belongs to one meter")]
    [InlineData("--meter-factor -2", "'-2' is no calibration factor")]
    public async Task Measure_refuses_a_meter_that_cannot_be_had_before_it_measures(string options, string reason)
    {
        var run = await CommandRun.OfAsync(["measure", _campaign.ModelFile, .. options.Split(' ')]);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_as_json_adds_up()
    {
        var run = await CommandRun.OfAsync("inspect", _campaign.ModelFile, "--format", "json");

        var json = JsonDocument.Parse(run.Out).RootElement;
        var layers = json.GetProperty("layers").EnumerateArray().ToList();
        Assert.Equal(json.GetProperty("parameters").GetInt64(), layers.Sum(l => l.GetProperty("parameters").GetInt64()));
        Assert.Equal(json.GetProperty("macs").GetInt64(), layers.Sum(l => l.GetProperty("macs").GetInt64()));
    }

    [Fact]
    public async Task Compress_writes_candidates_that_are_as_small_as_asked()
    {
        using var folder = new TemporaryFolder();

        var candidates = await CompressedAsync(folder, "--target", "10%");

        Assert.NotEmpty(candidates);
        Assert.All(candidates, candidate =>
        {
            var graph = ModelGraph.Read(File.ReadAllBytes(candidate.GetProperty("model").GetString()!));
            Assert.Equal(candidate.GetProperty("parameters").GetInt64(), (long)graph.Parameters.At(graph.Widths));
        });
        Assert.True(candidates[^1].GetProperty("parametersLeft").GetDouble() <= 0.1);
        Assert.Equal(candidates.Count, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task Compress_goes_down_to_a_share_of_the_time_that_was_learned()
    {
        using var folder = new TemporaryFolder();
        var original = ModelGraph.Read(File.ReadAllBytes(_campaign.ModelFile));
        // A made-up board on which multiply-accumulates take time and nothing else.
        var simulated = new ExecutionTimeModel("simulated", new Dictionary<string, TimeTree>
        {
            [ExecutionTimeModel.Other] = new TimeLeaf([.. Enumerable.Range(0, Features.Linear).Select(f => f == (int)Feature.Macs ? 1e-6 : 0.0)]),
        }, 100, 0.05);
        var file = Path.Combine(folder.Path, "simulated.timemodel");
        File.WriteAllBytes(file, TimeModelFile.Write(simulated));

        var last = (await CompressedAsync(folder, "--time-model", file, "--target", "30%"))[^1];

        Assert.InRange(last.GetProperty("macs").GetDouble() / original.Macs.At(original.Widths), 0.1, 0.3);
    }

    [Fact]
    public async Task Compress_takes_weights_in_that_the_model_keeps_in_another_file()
    {
        using var folder = new TemporaryFolder();
        var whole = await CompressedAsync(folder, "--target", "10%");
        File.WriteAllBytes(Path.Combine(_campaign.Folder, "weights.bin"), _campaign.KeepWeightsAt("weights.bin"));

        var apart = await CompressedAsync(folder, "--target", "10%");

        Assert.Equal(whole.Select(c => c.GetRawText()), apart.Select(c => c.GetRawText()));
    }

    [Fact]
    public async Task Compress_without_labels_says_that_its_figures_are_agreement()
    {
        using var folder = new TemporaryFolder();
        _campaign.Data(row => row[..row.LastIndexOf(',')]);

        var candidate = (await CompressedAsync(folder, "--target", "50%", "--no-labels"))[^1];

        Assert.InRange(candidate.GetProperty("validationAgreement").GetDouble(), 0, 1);
        Assert.False(candidate.TryGetProperty("accuracy", out _) || candidate.TryGetProperty("validationAccuracy", out _));
    }

    [Theory]
    [InlineData("--time-model LocalCommandsTests.cs", "LocalCommandsTests.cs cannot be read")]
    [InlineData("--cost latency", "--cost: 'latency'")]
    [InlineData("--target 0.08", "--target: '0.08' is no percentage")]
    [InlineData("--method auto", "--method: 'auto' is not known here")]
    [InlineData("--no-labels --labels digits.csv", "data.train.labels: labels are named")]
    [InlineData("--option advantage", "--option: 'advantage' is no setting")]
    [InlineData("--epochs -1", "--epochs")]
    public async Task Compress_refuses_settings_it_cannot_use(string option, string reason)
    {
        var run = await CommandRun.OfAsync(["compress", _campaign.ModelFile, "--data", "digits.csv", .. option.Split(' ')]);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zoo_builds_the_same_bytes_from_the_same_seed()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new[] { ("a", "1"), ("b", "1"), ("c", "2") })
            Assert.Equal(ExitCode.Success, (await CommandRun.OfAsync("zoo", "build", "digits", "--seed", seed, "-o", folder[name])).ExitCode);

        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
        Assert.NotEqual(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["c"]));
    }

    [Fact]
    public async Task Zoo_builds_narrower_networks_for_other_classes()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync("zoo", "build", "digits", "--width", "0.25", "--classes", "3", "-o", folder["narrow.onnx"]);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        var graph = ModelGraph.Read(File.ReadAllBytes(folder["narrow.onnx"]));
        Assert.Equal([8.0, 16, 32], graph.Widths);
        Assert.Equal(3, graph.Output.Shape[^1]);
    }

    [Fact]
    public async Task Zoo_refuses_a_network_it_does_not_have()
    {
        var run = await CommandRun.OfAsync("zoo", "build", "alexnet", "-o", "a.onnx");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("the zoo has no 'alexnet'", run.Error, StringComparison.Ordinal);
    }

    private async Task<List<JsonElement>> CompressedAsync(TemporaryFolder folder, params string[] options)
    {
        var run = await CommandRun.OfAsync(
            [
                "compress", _campaign.ModelFile, "--data", Path.Combine(_campaign.Folder, "digits.csv"), "--test-share", "20%", "--scale", "1/16",
                "--epochs", "1", "--iterations", "20", "-o", folder.Path, "--format", "json", .. options,
            ]);
        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.ExitCode == ExitCode.Success ? "" : run.Error));
        return [.. JsonDocument.Parse(run.Out).RootElement.EnumerateArray()];
    }
}
