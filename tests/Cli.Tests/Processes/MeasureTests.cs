using System.Text.Json;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;

namespace DeepIoT.Cli.Tests.Processes;

/// <summary>`deepiot measure` on models that keep their weights in other files.</summary>
public sealed class MeasureTests : IDisposable
{
    private readonly SmallCampaign _campaign = new();

    public void Dispose() => _campaign.Dispose();

    [Fact]
    public async Task A_model_with_its_weights_in_a_file_beside_it_is_measured()
    {
        File.WriteAllBytes(Path.Combine(_campaign.Folder, "digits.weights"), _campaign.KeepWeightsAt("digits.weights"));

        var run = await MeasureAsync();

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        var measured = JsonDocument.Parse(run.Out).RootElement[0];
        Assert.True(measured.GetProperty("medianMs").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, measured.GetProperty("joules").ValueKind);
        Assert.Equal("metering is switched off", measured.GetProperty("whyNoEnergy").GetString());
    }

    [Fact]
    public async Task Weights_outside_the_models_folder_are_refused_though_they_are_there()
    {
        using var outside = new TemporaryFolder();
        File.WriteAllBytes(outside["digits.weights"], _campaign.KeepWeightsAt($"../{Path.GetFileName(outside.Path)}/digits.weights"));

        var run = await MeasureAsync();

        Assert.Equal((ExitCode.UsersMistake, ""), (run.ExitCode, run.Out));
        Assert.All(run.Error.Trim().Split('\n'), line => Assert.Matches("^model: tensor '.+': keeps its values at '.+', outside the model's folder. Put ", line));
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused_before_ONNX_Runtime_sees_it()
    {
        File.WriteAllText(_campaign.ModelFile, "no model");

        var run = await MeasureAsync();

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.StartsWith("model: is not a", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> MeasureAsync() => CommandProcess.RunAsync(_campaign.Folder, "measure", "digits.onnx", "--time-limit", "1s", "--meter", "none", "--format", "json");
}
