using System.Text;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>A real coordinator over real sockets, with a fake trainer and simulated boards round it.</summary>
public sealed class WholeCampaignTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_campaign_goes_from_submission_to_reports()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await using var board = await SimulatedBoard.Attach(coordinator);
        var request = new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "once" };

        var submitted = await coordinator.Campaigns.SubmitAsync(request);
        var again = await coordinator.Campaigns.SubmitAsync(request);
        var events = await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();

        Assert.Equal(submitted.CampaignId, again.CampaignId);
        Assert.Equal(
            [Phase.Examining, Phase.Running, Phase.Measuring, Phase.Completed],
            events.Where(shown => shown.KindCase == CampaignEvent.KindOneofCase.StateChanged).Select(shown => shown.StateChanged));
        var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = submitted.CampaignId });
        Assert.Equal(2, results.Candidates.Count);
        Assert.All(results.Candidates, candidate => Assert.Equal(0.25, Assert.Single(candidate.Measurements).MedianMs));
        Assert.All(results.Candidates, candidate => Assert.True(candidate.WithinLimits && candidate.OnFrontier));
        Assert.Equal(0.25, Assert.Single(results.Baseline.Measurements).MedianMs);
        Assert.Equal(3, board.Jobs);
        await ReportsAreReadable(coordinator, results);
        var summary = Assert.Single((await coordinator.Campaigns.ListAsync(new ListRequest())).Campaigns);
        Assert.Equal((Phase.Completed, 2, 2), (summary.State, summary.TrialsDone, summary.Candidates));
    }

    [Fact]
    public async Task A_campaign_without_labels_reports_agreement_and_no_accuracy()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await using var board = await SimulatedBoard.Attach(coordinator);
        var spec = await coordinator.UploadedSpec();
        spec.Data.Unlabelled = true;

        var submitted = await coordinator.Campaigns.SubmitAsync(new SubmitRequest { Spec = spec, SubmissionId = "unlabelled" });
        var events = await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();

        Assert.True(Assert.Single(events, shown => shown.KindCase == CampaignEvent.KindOneofCase.Baseline).Baseline.AccuracyIsAgreement);
        var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = submitted.CampaignId });
        Assert.True(results.Baseline.AccuracyIsAgreement && results.Campaign.Spec.Data.Unlabelled);
        var reports = await ReportsOf(coordinator, results);
        Assert.Contains(">Validation agreement</th>", reports[0], StringComparison.Ordinal);
        Assert.Contains("The data has no labels: agreement is accuracy by the uncompressed network", reports[0], StringComparison.Ordinal);
        Assert.Contains("validation_agreement,test_agreement", reports[2], StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", reports[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_that_starts_again_goes_on_where_the_journal_ends()
    {
        string id;
        long seen;
        var hanging = new TrainerScript { Hangs = start => start.Key.TrialId == "t2" };
        await using (var coordinator = await RunningCoordinator.Start(_folder.Path))
        {
            await using var trainer = await FakeTrainer.Join(coordinator, hanging);
            var submitted = await coordinator.Campaigns.SubmitAsync(
                new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "restart" });
            id = submitted.CampaignId;
            var before = await Eventually.Holds(
                () => coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = id }).ResponseAsync,
                campaign => campaign.Trials.Count == 2 && campaign.Trials[0].State == TrialState.Completed && campaign.Trials[1].State == TrialState.Running,
                "one trial completed and one running");
            seen = before.Offset;
        }

        await using (var coordinator = await RunningCoordinator.Start(_folder.Path))
        {
            var script = new TrainerScript();
            await using var trainer = await FakeTrainer.Join(coordinator, script);
            await using var board = await SimulatedBoard.Attach(coordinator);

            var rest = await coordinator.WatchToTheEnd(id, seen).Comes();

            Assert.All(rest, shown => Assert.True(shown.Offset > seen || shown.KindCase == CampaignEvent.KindOneofCase.Progress));
            Assert.Equal(Phase.Completed, rest[^1].StateChanged);
            var start = Assert.Single(script.Starts);
            Assert.Equal(("t2", 2), (start.Key.TrialId, start.Key.Attempt));
            Assert.Equal(Example.Sha("checkpoint-t2"), start.Checkpoint.Sha256);
            var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = id });
            Assert.Equal(2, results.Candidates.Count);
            var all = await coordinator.WatchToTheEnd(id).Comes();
            Assert.Equal(all.Where(shown => shown.Offset > seen), rest.Where(shown => shown.KindCase != CampaignEvent.KindOneofCase.Progress));
        }
    }

    [Fact]
    public async Task A_trainer_that_dies_is_followed_by_another_attempt_on_another_trainer()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var board = await SimulatedBoard.Attach(coordinator);
        await using var doomed = await FakeTrainer.Join(coordinator, new TrainerScript { Hangs = _ => true }, name: "doomed");
        var submitted = await coordinator.Campaigns.SubmitAsync(
            new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "death" });
        await Eventually.Holds(
            () => coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = submitted.CampaignId }).ResponseAsync,
            campaign => campaign.Trials.Count(trial => trial.State == TrialState.Running) == 2,
            "two running trials");

        doomed.Kill();
        var script = new TrainerScript();
        await using var heir = await FakeTrainer.Join(coordinator, script, name: "heir");
        var events = await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();

        Assert.Equal(Phase.Completed, events[^1].StateChanged);
        Assert.All(script.Starts, start => Assert.Equal(2, start.Key.Attempt));
        Assert.Equal(["t1", "t2"], script.Starts.Select(start => start.Key.TrialId).Order());
    }

    [Fact]
    public async Task Cancelling_stops_the_trials_on_their_trainer()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var script = new TrainerScript { Hangs = _ => true };
        await using var trainer = await FakeTrainer.Join(coordinator, script);
        var submitted = await coordinator.Campaigns.SubmitAsync(
            new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "cancel" });
        await Eventually.Holds(
            () => coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = submitted.CampaignId }).ResponseAsync,
            campaign => campaign.Trials.Count(trial => trial.State == TrialState.Running) == 2,
            "two running trials");

        var reply = await coordinator.Campaigns.CancelAsync(new CancelRequest { CampaignId = submitted.CampaignId });

        Assert.Equal(Phase.Cancelled, reply.State);
        await Eventually.Holds(() => Task.FromResult(script.Stops.Count), count => count >= 2, "two stops");
        Assert.Equal(["t1", "t2"], script.Stops.Select(key => key.TrialId).Distinct().Order());
    }

    [Fact]
    public async Task A_board_that_fails_is_followed_by_another_and_a_model_that_fails_everywhere_is_unmeasurable()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var poison = Example.Sha("candidate-t1");
        FromBoard? Answer(MeasureJob job) => job.ModelSha256 == poison
            ? new FromBoard { Failed = new JobFailed { LeaseId = job.LeaseId, Reason = "the child process ran out of memory" } }
            : SimulatedBoard.Measure(job);
        await using var a = await SimulatedBoard.Attach(coordinator, "board-a", answer: Answer);
        await using var b = await SimulatedBoard.Attach(coordinator, "board-b", answer: Answer);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        var submitted = await coordinator.Campaigns.SubmitAsync(
            new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "poison" });

        await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();

        var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = submitted.CampaignId });
        Assert.Equal(Phase.Completed, results.Campaign.State);
        var unmeasurable = results.Candidates.Single(candidate => candidate.Model.Sha256 == poison);
        Assert.Empty(unmeasurable.Measurements);
        Assert.Equal(3, unmeasurable.Unmeasurable.Count);
        Assert.All(unmeasurable.Unmeasurable, line => Assert.Contains("out of memory", line, StringComparison.Ordinal));
        Assert.Single(results.Candidates.Single(candidate => candidate.Model.Sha256 != poison).Measurements);
    }

    [Fact]
    public async Task A_board_that_vanishes_with_a_job_does_not_take_the_campaign_with_it()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await using var mute = await SimulatedBoard.Attach(coordinator, "board-a", answer: _ => null);
        var submitted = await coordinator.Campaigns.SubmitAsync(
            new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "vanish" });
        await Eventually.Holds(() => Task.FromResult(mute.Jobs), jobs => jobs == 1, "a job on the board");

        await mute.DisposeAsync();
        await using var back = await SimulatedBoard.Attach(coordinator, "board-a");
        var events = await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();

        Assert.Equal(Phase.Completed, events[^1].StateChanged);
        Assert.Equal(3, events.Count(shown => shown.KindCase == CampaignEvent.KindOneofCase.MeasurementAdded));
    }

    [Fact]
    public async Task What_was_measured_for_one_campaign_is_not_measured_again_for_the_next()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await using var board = await SimulatedBoard.Attach(coordinator);
        var spec = await coordinator.UploadedSpec();
        foreach (var submission in new[] { "first", "second" })
        {
            var submitted = await coordinator.Campaigns.SubmitAsync(new SubmitRequest { Spec = spec, SubmissionId = submission });
            await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();
            var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = submitted.CampaignId });
            Assert.All(results.Candidates, candidate => Assert.Single(candidate.Measurements));
        }

        Assert.Equal(3, board.Jobs);
    }

    [Fact]
    public async Task Without_a_board_the_campaign_completes_unmeasured_and_says_so()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path, options => options.BoardWait = TimeSpan.FromSeconds(1));
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        var submitted = await coordinator.Campaigns.SubmitAsync(
            new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "no-board" });

        var events = await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();

        Assert.Contains(events, shown => shown.Note.Contains("stays unmeasured", StringComparison.Ordinal));
        var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = submitted.CampaignId });
        Assert.All(results.Candidates, candidate => Assert.Empty(candidate.Measurements));
        Assert.Equal(3, results.Reports.Count);
    }

    [Fact]
    public async Task A_submission_that_cannot_be_used_is_refused_with_all_problems_and_nothing_is_left()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);

        var refused = await Assert.ThrowsAsync<RpcException>(() => coordinator.Campaigns
            .SubmitAsync(new SubmitRequest { Spec = Example.Spec(0), SubmissionId = "bad" }).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var problems = Problems.Parser.ParseFrom(refused.Trailers.GetValueBytes("deepiot-problems-bin"));
        Assert.Equal(["model", "data.train.inputs", "search.trials"], problems.Problems_.Select(problem => problem.Field));
        Assert.Empty((await coordinator.Campaigns.ListAsync(new ListRequest())).Campaigns);
    }

    [Fact]
    public async Task An_unknown_campaign_is_not_found()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var unknown = "c000000000000";

        var campaigns = coordinator.Campaigns;
        Func<Task>[] calls =
        [
            () => campaigns.GetAsync(new GetRequest { CampaignId = unknown }).ResponseAsync,
            () => campaigns.ResultsAsync(new ResultsRequest { CampaignId = unknown }).ResponseAsync,
            () => campaigns.CancelAsync(new CancelRequest { CampaignId = unknown }).ResponseAsync,
            () => coordinator.WatchToTheEnd(unknown),
        ];

        foreach (var call in calls)
            Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
    }

    [Fact]
    public async Task Submitting_warns_of_what_the_campaign_will_wait_for()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);

        var submitted = await coordinator.Campaigns.SubmitAsync(new SubmitRequest
        {
            Spec = await coordinator.UploadedSpec(1, Example.Latency(2, "no-such-class")),
            SubmissionId = "warned",
        });

        Assert.Contains(submitted.Warnings, warning => warning.Contains("trainer", StringComparison.Ordinal));
        Assert.Contains(submitted.Warnings, warning => warning.Contains("no-such-class", StringComparison.Ordinal));
        var campaign = await coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = submitted.CampaignId });
        Assert.StartsWith("a trainer to examine model and data", campaign.WaitingFor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_agent_of_one_name_is_refused_while_the_first_is_alive()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var older = await SimulatedBoard.Attach(coordinator, "twin", agent: "one");
        await Attached(coordinator);

        await using var newer = await SimulatedBoard.Attach(coordinator, "twin", agent: "two");

        var refused = await Assert.ThrowsAsync<RpcException>(() => newer.Ended.Comes());
        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        Assert.Contains("Another agent is attached as twin", refused.Status.Detail, StringComparison.Ordinal);
        Assert.False(older.Ended.IsCompleted);
        Assert.NotEqual(BoardState.Offline, Assert.Single((await coordinator.Boards.ListAsync(new ListBoardsRequest())).Boards).State);
    }

    [Fact]
    public async Task A_second_stream_of_one_agent_takes_the_place_of_the_first()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var older = await SimulatedBoard.Attach(coordinator, "twin", agent: "one");
        await Attached(coordinator);

        await using var newer = await SimulatedBoard.Attach(coordinator, "twin", agent: "one");

        var replaced = await Assert.ThrowsAsync<RpcException>(() => older.Ended.Comes());
        Assert.Equal(StatusCode.Aborted, replaced.StatusCode);
        Assert.NotEqual(BoardState.Offline, Assert.Single((await coordinator.Boards.ListAsync(new ListBoardsRequest())).Boards).State);
    }

    [Fact]
    public async Task A_stream_that_ended_leaves_the_calls_after_it_alone()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var older = await SimulatedBoard.Attach(coordinator, "twin", agent: "one");
        await Attached(coordinator);
        for (var turn = 0; turn < 90; turn++)
        {
            var newer = await SimulatedBoard.Attach(coordinator, "twin", agent: "one");
            await Assert.ThrowsAsync<RpcException>(() => older.Ended.Comes());
            await older.DisposeAsync();
            older = newer;

            Assert.Single((await coordinator.Boards.ListAsync(new ListBoardsRequest())).Boards);
        }

        await older.DisposeAsync();
    }

    [Fact]
    public async Task What_an_owner_ordered_and_what_happened_to_a_board_outlive_the_coordinator()
    {
        await using (var coordinator = await RunningCoordinator.Start(_folder.Path))
        {
            await using var board = await SimulatedBoard.Attach(coordinator, "kitchen");
            await Attached(coordinator);
            var drained = await coordinator.Boards.DrainAsync(new DrainBoardRequest { Name = "kitchen", Reason = "new fan" });
            Assert.Equal("kitchen", drained.Description.Name);
        }

        await using (var coordinator = await RunningCoordinator.Start(_folder.Path))
        {
            var before = await coordinator.Boards.ShowAsync(new ShowBoardRequest { Name = "kitchen" });
            Assert.Equal((BoardState.Offline, "drained: new fan"), (before.Board.State, before.Board.Reason));
            await using var board = await SimulatedBoard.Attach(coordinator, "kitchen");
            await Eventually.Holds(
                () => coordinator.Boards.ShowAsync(new ShowBoardRequest { Name = "kitchen" }).ResponseAsync, shown => shown.Board.State == BoardState.Draining, "the board");

            await coordinator.Boards.ResumeAsync(new ResumeBoardRequest { Name = "kitchen" });
            var well = await Eventually.Holds(
                () => coordinator.Boards.ShowAsync(new ShowBoardRequest { Name = "kitchen" }).ResponseAsync, shown => shown.HasReferenceMs, "a reference run");

            Assert.Equal(0.25, well.ReferenceMs);
            Assert.Superset(
                new HashSet<BoardEventKind> { BoardEventKind.Attached, BoardEventKind.Drained, BoardEventKind.Resumed, BoardEventKind.Reference },
                well.History.Select(happened => happened.Kind).ToHashSet());
        }

        await using var again = await RunningCoordinator.Start(_folder.Path);
        var unknown = await Assert.ThrowsAsync<RpcException>(() => again.Boards.DrainAsync(new DrainBoardRequest { Name = "kitschen" }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "There is no board kitschen. `deepiot boards` lists them"), (unknown.StatusCode, unknown.Status.Detail));
    }

    [Fact]
    public async Task A_board_without_a_name_or_class_is_refused()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var nameless = await SimulatedBoard.Attach(coordinator, "", "");

        var refused = await Assert.ThrowsAsync<RpcException>(() => nameless.Ended.Comes());

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("board.name", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("board.boardClass", refused.Status.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<ListBoardsReply> Attached(RunningCoordinator coordinator) => Eventually.Holds(
        () => coordinator.Boards.ListAsync(new ListBoardsRequest()).ResponseAsync, boards => boards.Boards.Count == 1, "the board");

    private async Task<List<string>> ReportsOf(RunningCoordinator coordinator, ResultsReply results)
    {
        Assert.Equal([".html", ".json", ".csv"], results.Reports.Select(report => Path.GetExtension(report.Name)));
        var texts = new List<string>();
        foreach (var report in results.Reports)
        {
            var path = Path.Combine(_folder.Path, report.Name);
            await new ArtifactClient(coordinator.Channel).DownloadAsync(report.Sha256, path, default);
            texts.Add(await File.ReadAllTextAsync(path, Encoding.UTF8));
        }
        return texts;
    }

    private async Task ReportsAreReadable(RunningCoordinator coordinator, ResultsReply results)
    {
        var texts = await ReportsOf(coordinator, results);
        Assert.All(results.Candidates, candidate => Assert.Contains(candidate.Model.Sha256, texts[0], StringComparison.Ordinal));
        Assert.DoesNotContain("http://", texts[0], StringComparison.Ordinal);
        var json = ResultsReply.Parser.ParseJson(texts[1]);
        Assert.Equal(results.Candidates, json.Candidates);
        Assert.Equal(Phase.Completed, json.Campaign.State);
        Assert.Equal(1 + 3, texts[2].TrimEnd().Split('\n').Length);
    }
}
