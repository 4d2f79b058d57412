using System.IO.Compression;
using System.Text.Json;
using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;

namespace DeepIoT.Cli.Tests.Processes;

/// <summary>The real command on real sockets: coordinator, trainer and board in one process, and commands that talk to them.</summary>
public sealed class UpTests : IDisposable
{
    private readonly SmallCampaign _campaign = new();
    private readonly TemporaryFolder _home = new();
    private readonly string _address = $"http://127.0.0.1:{LocalCluster.FreePort()}";

    public void Dispose()
    {
        _campaign.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Up_takes_a_campaign_from_submission_to_measured_models_and_stops_on_Ctrl_C()
    {
        await using var up = Start();
        await up.LineAsync("The coordinator listens at");

        var submitted = await CommandAsync("submit", _campaign.File, "--watch");
        Assert.Equal((ExitCode.Success, ""), (submitted.ExitCode, submitted.ExitCode == 0 ? "" : submitted.Error));
        var id = submitted.Out.Split(' ')[1];

        var results = JsonDocument.Parse((await CommandAsync("results", id, "--all", "--format", "json")).Out).RootElement;
        Assert.Equal("completed", results.GetProperty("state").GetString());
        Assert.True(results.GetProperty("baseline").GetProperty("latencyMedianMs").GetDouble() > 0);
        Assert.All(results.GetProperty("frontier").EnumerateArray(), candidate =>
        {
            Assert.True(candidate.GetProperty("latencyMedianMs").GetDouble() > 0);
            Assert.Equal(JsonValueKind.Null, candidate.GetProperty("latency")[0].GetProperty("joules").ValueKind);
        });

        var pulled = await CommandAsync("pull", id, "-o", _home["models"]);
        Assert.Equal(ExitCode.Success, pulled.ExitCode);
        var model = Directory.GetFiles(_home["models"], "*.onnx")[0];
        Assert.Equal(ExitCode.Success, (await CommandRun.OfAsync("inspect", model)).ExitCode);

        Assert.Contains(id, (await CommandAsync("campaigns")).Out, StringComparison.Ordinal);
        Assert.Contains("free", (await CommandAsync("boards")).Out, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", (await CommandAsync("trainers")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await up.InterruptAsync());
    }

    [Fact]
    public async Task A_campaign_on_inputs_alone_reports_agreement_with_the_uncompressed_network()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "samples", "digits", "digits.onnx"), _campaign.ModelFile, overwrite: true);
        using (var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "samples", "digits", "digits.csv.gz")), CompressionMode.Decompress))
        using (var rows = new StreamReader(packed))
            File.WriteAllLines(Path.Combine(_campaign.Folder, "digits.csv"), rows.ReadToEnd().TrimEnd().Split('\n').Select(row => row[..row.LastIndexOf(',')]));
        _campaign.Campaign("- { kind: size, atMost: 20% }", "scale: 1/16\n  labels: none", "trials: 1, epochs: 3, iterations: 100");
        await using var up = Start();
        await up.LineAsync("The coordinator listens at");

        var submitted = await CommandAsync("submit", _campaign.File, "--watch");

        Assert.Equal((ExitCode.Success, ""), (submitted.ExitCode, submitted.ExitCode == 0 ? "" : submitted.Error));
        Assert.Contains("validation agreement of 100.0 %", submitted.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("validation accuracy", submitted.Out, StringComparison.Ordinal);
        var id = submitted.Out.Split(' ')[1];
        var results = JsonDocument.Parse((await CommandAsync("results", id, "--all", "--format", "json")).Out).RootElement;
        Assert.Equal(("agreement", 1), (results.GetProperty("metric").GetString(), results.GetProperty("baseline").GetProperty("accuracy").GetDouble()));
        Assert.All(results.GetProperty("frontier").EnumerateArray(), candidate => Assert.InRange(candidate.GetProperty("accuracy").GetDouble(), 0.9, 1));
        Assert.Equal(ExitCode.Success, (await CommandAsync("pull", id, "-o", _home["models"])).ExitCode);
        Assert.Contains("agreement is accuracy by the uncompressed network", File.ReadAllText(Directory.GetFiles(_home["models"], "*.html")[0]), StringComparison.Ordinal);
        Assert.Contains("validation_agreement,test_agreement", File.ReadAllText(Directory.GetFiles(_home["models"], "*.csv")[0]), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await up.InterruptAsync());
    }

    [Fact]
    public async Task A_second_up_on_the_same_address_says_that_it_is_taken()
    {
        await using var up = Start();
        await up.LineAsync("The coordinator listens at");

        var second = await CommandProcess.RunAsync(
            _home.Path, "up", "--listen", _address, "--cluster-port", $"{LocalCluster.FreePort()}", "--data-folder", _home["second"]);

        Assert.Equal(ExitCode.UsersMistake, second.ExitCode);
        Assert.Contains("already in use", second.Error, StringComparison.Ordinal);
        Assert.Contains("Listen", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coordinator --listen http://0.0.0.0:5080", "Listen: 0.0.0.0 can be reached from other machines")]
    [InlineData("coordinator --listen http://0.0.0.0:5080", "TokensFile: ")]
    [InlineData("coordinator --cluster-host 0.0.0.0", "ClusterHost: ")]
    [InlineData("trainer --cluster-host 0.0.0.0", "0.0.0.0")]
    [InlineData("trainer --seeds nonsense", "nonsense")]
    [InlineData("profiler --threads 1000", "threads: 1000 threads on")]
    public async Task A_role_refuses_to_start_with_options_that_are_not_safe_or_make_no_sense(string command, string reason)
    {
        var run = await CommandProcess.RunAsync(_home.Path, command.Split(' '));

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private RunningCommand Start() => RunningCommand.Start(
        _home.Path, "up", "--listen", _address, "--page", "http://127.0.0.1:0", "--cluster-port", $"{LocalCluster.FreePort()}", "--data-folder", _home["data"],
        "--cache-folder", _home["trainer"], "--board-cache", _home["board"], "--slots", "1");

    private Task<CommandRun> CommandAsync(params string[] args) => CommandRun.OfAsync([.. args, "--coordinator", _address]);
}
