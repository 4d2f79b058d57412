using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;

namespace DeepIoT.Cli.Tests.Processes;

/// <summary>What a user can get wrong, through the real executable: exit 2, a clear line, nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly SmallCampaign _campaign = new();

    public void Dispose() => _campaign.Dispose();

    [Fact]
    public Task A_truncated_model_is_refused()
    {
        var bytes = File.ReadAllBytes(_campaign.ModelFile);
        File.WriteAllBytes(_campaign.ModelFile, bytes[..(bytes.Length / 2)]);
        return RefusedAsync("campaign.yaml:2: model: is not a readable ONNX file", "copied completely");
    }

    [Fact]
    public Task An_unknown_operator_is_refused_by_the_names_of_operator_and_node()
    {
        _campaign.Model(model =>
        {
            var relu = model.Graph.Node.First(node => node.Name == "relu2");
            relu.OpType = "Shazam";
        });
        return RefusedAsync("campaign.yaml:2:", "node 'relu2'", "operator Shazam", "is not supported");
    }

    [Fact]
    public Task Labels_that_the_model_has_no_class_for_are_refused()
    {
        _campaign.Data(row => row[..row.LastIndexOf(',')] + (row.EndsWith(",7", StringComparison.Ordinal) ? ",12" : row[row.LastIndexOf(',')..]));
        return RefusedAsync("campaign.yaml:", "label 12", "0 to 9");
    }

    [Fact]
    public Task Samples_of_another_shape_than_the_models_input_are_refused()
    {
        _campaign.Data(row => $"1,{row}");
        return RefusedAsync("campaign.yaml:", "[65]", "[1, 8, 8]");
    }

    [Fact]
    public Task A_value_that_is_no_number_is_refused_with_its_place()
    {
        var row = 0;
        _campaign.Data(line => row++ == 3 ? $"nan{line[line.IndexOf(',', StringComparison.Ordinal)..]}" : line);
        return RefusedAsync("campaign.yaml:", "data.train", "nan");
    }

    [Fact]
    public Task A_limit_that_no_search_can_reach_is_refused_with_the_one_that_can()
    {
        _campaign.Campaign("- { kind: size, atMost: 0.01% }");
        return RefusedAsync("campaign.yaml:8: targets[0].atMost:", "out of reach", "Ask for 0.14");
    }

    [Fact]
    public Task A_search_that_needs_labels_is_refused_without_them()
    {
        _campaign.Data(row => row[..row.LastIndexOf(',')]);
        _campaign.Campaign("- { kind: size, atMost: 8% }", "scale: 1/16\n  labels: none", "method: deepiot");
        return RefusedAsync("campaign.yaml:10: search.method: 'deepiot' learns from labels alone", "Choose one of taylor, compressor, magnitude");
    }

    [Fact]
    public Task Model_and_data_that_are_both_wrong_are_told_at_once()
    {
        File.WriteAllText(_campaign.ModelFile, "no model");
        _campaign.Data(row => row.Replace(',', ';'));
        return RefusedAsync("campaign.yaml:2: model:", "data.train");
    }

    [Fact]
    public Task A_coordinator_that_is_not_there_is_one_clear_line() =>
        RefusedAsync("No coordinator answers at http://127.0.0.1:", "deepiot up");

    [Fact]
    public async Task A_model_that_is_none_is_refused_without_a_campaign_too()
    {
        File.WriteAllText(_campaign.ModelFile, "no model");

        var run = await CommandProcess.RunAsync(_campaign.Folder, "inspect", "digits.onnx");

        Assert.Equal((ExitCode.UsersMistake, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("model: is not a", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await CommandProcess.RunAsync(_campaign.Folder, "inspect", "none.onnx");

        Assert.Equal((ExitCode.UsersMistake, "none.onnx cannot be read: there is no such file. Check the path."), (run.ExitCode, run.Error.Trim()));
    }

    private async Task RefusedAsync(params string[] parts)
    {
        var before = Files();

        var run = await CommandProcess.RunAsync(_campaign.Folder, "submit", "campaign.yaml", "--coordinator", CommandProcess.DeadAddress());

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.All(parts, part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.Equal(before, Files());
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_campaign.Folder, "*", SearchOption.AllDirectories).Order()];
}
