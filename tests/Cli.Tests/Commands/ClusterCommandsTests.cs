using System.Text;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Commands;

public sealed class ClusterCommandsTests
{
    [Fact]
    public async Task Campaigns_lists_every_page()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        foreach (var i in Enumerable.Range(1, 5))
            coordinator.Campaigns.Summaries.Add(new CampaignSummary { CampaignId = $"c{i}", Name = "n", State = CampaignState.Running, SubmittedAt = Made.At });

        var run = await CommandRun.OfAsync(coordinator, "campaigns", "--format", "csv");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(6, run.Out.Trim().Split('\n').Length);
        Assert.Contains("c5,n,,running,2026-01-02T03:04:05", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boards_labels_those_that_are_simulated()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Boards.Known.Boards.Add(new Board
        {
            Description = new BoardDescription { Name = "fake-1", BoardClass = "rpi4", Simulated = true, Cores = 4 },
            State = BoardState.Free,
        });

        var run = await CommandRun.OfAsync(coordinator, "boards");

        Assert.Contains("rpi4 (simulated)", run.Out, StringComparison.Ordinal);
        Assert.Contains("free", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_how_to_fill_it()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        Assert.Contains("deepiot trainer", (await CommandRun.OfAsync(coordinator, "trainers")).Out, StringComparison.Ordinal);
        Assert.Contains("deepiot attach", (await CommandRun.OfAsync(coordinator, "boards")).Out, StringComparison.Ordinal);
        Assert.Contains("deepiot submit", (await CommandRun.OfAsync(coordinator, "campaigns")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_follows_to_the_end_and_prints_the_frontier()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Campaigns.Streams.Enqueue([Made.Event(1, CampaignState.Running)]);
        coordinator.Campaigns.Streams.Enqueue([Made.Event(2, CampaignState.Completed)]);
        coordinator.Campaigns.Found["c1"] = Made.Results(Made.Baseline(Made.Artifact('b')), Made.Candidate(Made.Artifact('a'), 800));

        var run = await CommandRun.OfAsync(coordinator, "watch", "c1");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Matches("campaign running(.|\n)*connection to the coordinator is lost(.|\n)*campaign completed(.|\n)*aaaaaaaaaaaa", run.Out);
    }

    [Fact]
    public async Task A_rejected_campaign_ends_watch_with_its_problems_and_exit_2()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Campaigns.Streams.Enqueue([Made.Event(1, CampaignState.Rejected)]);
        var results = Made.Results(Made.Baseline(Made.Artifact('b')));
        results.Campaign.State = CampaignState.Rejected;
        results.Campaign.Problems.Add(new Problem { Field = "targets[0].atMost", Reason = "is out of reach", Remedy = "Allow more." });
        coordinator.Campaigns.Found["c1"] = results;

        var run = await CommandRun.OfAsync(coordinator, "watch", "c1");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("targets[0].atMost: is out of reach. Allow more.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_fetches_the_frontier_under_readable_names()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var model = coordinator.Artifacts.Store("a.onnx", Encoding.UTF8.GetBytes("a model"));
        var report = coordinator.Artifacts.Store("../report.html", Encoding.UTF8.GetBytes("a report"));
        var results = Made.Results(Made.Baseline(Made.Artifact('b')), Made.Candidate(model, 800), Made.Candidate(Made.Artifact('c'), 900, onFrontier: false));
        results.Campaign.Spec.Name = "../my digits";
        results.Reports.Add(report);
        coordinator.Campaigns.Found["c1"] = results;
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(coordinator, "pull", "c1", "-o", folder.Path);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [$"my-digits-800-{model.Sha256[..12]}.onnx", "report.html"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal("a model", await File.ReadAllTextAsync(folder[$"my-digits-800-{model.Sha256[..12]}.onnx"]));
    }

    [Fact]
    public async Task Pull_without_a_fitting_candidate_says_so_and_writes_nothing()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Campaigns.Found["c1"] = Made.Results(Made.Baseline(Made.Artifact('b')), Made.Candidate(Made.Artifact('a'), 800));
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(coordinator, "pull", "c1", "--best", "latency", "-o", folder["models"]);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("no candidate within its limits to choose by latency", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["models"]));
    }

    [Fact]
    public async Task Pause_resume_and_extend_say_what_the_campaign_is_now()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        Assert.Equal("Campaign c1 is paused.", (await CommandRun.OfAsync(coordinator, "pause", "c1")).Out.Trim());
        Assert.Equal("Campaign c1 is running.", (await CommandRun.OfAsync(coordinator, "resume", "c1")).Out.Trim());
        Assert.Equal("Campaign c1 has 6 trials now and is running.", (await CommandRun.OfAsync(coordinator, "extend", "c1", "--trials", "2")).Out.Trim());
        var extended = Assert.Single(coordinator.Campaigns.Extended);
        Assert.Equal(("c1", 2), (extended.CampaignId, extended.Trials));
        Assert.NotEqual("", extended.ExtensionId);
    }

    [Fact]
    public async Task A_campaign_is_deleted_or_the_refusal_shown()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        Assert.Equal("Campaign c1 is deleted.", (await CommandRun.OfAsync(coordinator, "campaigns", "delete", "c1")).Out.Trim());
        var open = await CommandRun.OfAsync(coordinator, "campaigns", "delete", "c2");

        Assert.Equal(ExitCode.UsersMistake, open.ExitCode);
        Assert.Contains("Campaign c2 has not ended", open.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extend_wants_to_know_by_how_many_trials()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "extend", "c1", "--trials", "0");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("--trials", run.Error, StringComparison.Ordinal);
        Assert.Empty(coordinator.Campaigns.Extended);
    }

    [Fact]
    public async Task An_unknown_campaign_is_the_users_mistake()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "results", "nope");

        Assert.Equal((ExitCode.UsersMistake, "There is no campaign nope."), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task A_coordinator_that_is_not_there_is_named_with_the_remedy_in_one_line()
    {
        var coordinator = await FakeCoordinator.StartAsync();
        var address = coordinator.Address;
        await coordinator.DisposeAsync();

        var run = await CommandRun.OfAsync("results", "c1", "--coordinator", address.ToString());

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        var line = Assert.Single(run.Error.Trim().Split('\n'));
        Assert.StartsWith($"No coordinator answers at {address}", line, StringComparison.Ordinal);
        Assert.Contains("deepiot up", line, StringComparison.Ordinal);
    }
}
