using DeepIoT.Coordinator.Tests.Storage;
using DeepIoT.Protocol;
using DeepIoT.Protocol.V1;
using DeepIoT.Tests.Postgres;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>Three coordinators over one PostgreSQL database, with a fake trainer and a simulated board.</summary>
[Collection(nameof(OnPostgres))]
public sealed class SeveralCoordinatorsTests(PostgresServer postgres)
{
    [SkippableFact]
    public async Task Any_coordinator_takes_submissions_watches_boards_and_questions()
    {
        await using var coordinators = await Three();
        await using var trainer = await FakeTrainer.Join(coordinators[2], new TrainerScript());
        await using var board = await SimulatedBoard.Attach(coordinators[1]);
        var request = new SubmitRequest { Spec = await coordinators[0].UploadedSpec(), SubmissionId = "once" };

        var id = (await coordinators[2].Campaigns.SubmitAsync(request)).CampaignId;
        Assert.Equal(id, (await coordinators[0].Campaigns.SubmitAsync(request)).CampaignId);
        await coordinators[1].WatchToTheEnd(id).Comes();

        Assert.Equal(3, board.Jobs);
        for (var index = 0; index < 3; index++)
        {
            var results = await coordinators[index].Campaigns.ResultsAsync(new ResultsRequest { CampaignId = id });
            Assert.Equal((Phase.Completed, 2, 3), (results.Campaign.State, results.Candidates.Count, results.Reports.Count));
            Assert.All(results.Candidates, candidate => Assert.Single(candidate.Measurements));
            Assert.Equal(id, Assert.Single((await coordinators[index].Campaigns.ListAsync(new ListRequest())).Campaigns).CampaignId);
            Assert.Equal("simulated-board", Assert.Single((await coordinators[index].Boards.ListAsync(new ListBoardsRequest())).Boards).Description.Name);
            Assert.Equal("fake-trainer", Assert.Single((await coordinators[index].Trainers.ListAsync(new ListTrainersRequest())).Trainers).Name);
        }
    }

    [SkippableFact]
    public async Task A_coordinator_that_leaves_hands_everything_over_and_tells_its_watchers_to_turn_to_another()
    {
        await using var coordinators = await Three();
        await using var trainer = await FakeTrainer.Join(coordinators[1], new TrainerScript { Hangs = _ => true }, slots: 6);
        var spec = await coordinators[0].UploadedSpec(trials: 1);
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(1, 6))
            ids.Add((await coordinators[0].Campaigns.SubmitAsync(new SubmitRequest { Spec = spec, SubmissionId = $"{number}" })).CampaignId);
        foreach (var id in ids)
            await Runs(coordinators[0], id);
        using var channel = CoordinatorChannel.To(coordinators[0].Address);
        using var watch = new Protocol.V1.Campaigns.CampaignsClient(channel).Watch(new WatchRequest { CampaignId = ids[0] });
        Assert.True(await watch.ResponseStream.MoveNext(default));

        // The oldest has the singletons, and a third of the campaigns.
        await coordinators.Stop(0);

        var told = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(default))
            {
            }
        });
        Assert.Equal(StatusCode.Unavailable, told.StatusCode);
        Assert.Equal(ids.Order(), (await coordinators[1].Campaigns.ListAsync(new ListRequest())).Campaigns.Select(campaign => campaign.CampaignId).Order());
        foreach (var id in ids)
            await Runs(coordinators[0], id);
        var watching = coordinators[1].WatchToTheEnd(ids[0]);
        await coordinators[0].Campaigns.CancelAsync(new CancelRequest { CampaignId = ids[0] });
        Assert.Equal(Phase.Cancelled, (await watching.Comes())[^1].StateChanged);
    }

    [SkippableFact]
    public async Task A_board_that_is_revoked_at_one_coordinator_is_shut_out_at_another()
    {
        await using var coordinators = await Three();
        await using var board = await SimulatedBoard.Attach(coordinators[2]);
        await Eventually.Holds(
            () => coordinators[0].Boards.ListAsync(new ListBoardsRequest()).ResponseAsync, list => list.Boards.Count == 1, "the board in the list");

        coordinators[0].Pool.Tell(new Protocol.Cluster.BoardNoted { Board = "simulated-board", Kind = BoardEventKind.Revoked }, Akka.Actor.ActorRefs.NoSender);

        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => board.Ended.Comes())).StatusCode);
    }

    [SkippableFact]
    public async Task Any_coordinator_collects_what_no_campaign_refers_to_wherever_the_campaigns_are()
    {
        await using var coordinators = await Three();
        // There is no trainer: they wait, spread over all three, and need their models for as long.
        var spec = await coordinators[0].UploadedSpec();
        var orphan = spec.Model;
        foreach (var number in Enumerable.Range(1, 6))
        {
            spec.Model = await coordinators[0].Upload($"model {number}");
            await coordinators[0].Campaigns.SubmitAsync(new SubmitRequest { Spec = spec, SubmissionId = $"{number}" });
        }

        coordinators.AgeArtifacts();

        Assert.Equal([orphan.Sha256], await coordinators[1].Collect(remove: false));
        Assert.Equal([orphan.Sha256], await coordinators[2].Collect());
        Assert.Empty(await coordinators[0].Collect());
    }

    private static Task<Campaign> Runs(RunningCoordinator coordinator, string id) => Eventually.Holds(
        () => coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = id }).ResponseAsync,
        campaign => campaign.Trials is [{ State: TrialState.Running }],
        $"campaign {id} with its trial running");

    private async Task<CoordinatorsTogether> Three()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        return await CoordinatorsTogether.Start(3, await postgres.NewDatabaseAsync());
    }
}
