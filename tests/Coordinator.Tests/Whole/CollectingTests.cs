using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Whole;

public sealed class CollectingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "artifacts");

    [Fact]
    public async Task What_no_campaign_refers_to_is_collected_and_a_deleted_campaign_lets_go_of_its_artifacts()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await using var board = await SimulatedBoard.Attach(coordinator);
        foreach (var found in new[] { "candidate-t1", "candidate-t2", "checkpoint-t1", "checkpoint-t2" })
            await coordinator.Upload(found);
        var submitted = await coordinator.Campaigns.SubmitAsync(new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "kept" });
        await coordinator.WatchToTheEnd(submitted.CampaignId).Comes();
        var orphan = await coordinator.Upload("an orphan");
        Age();
        var young = await coordinator.Upload("uploaded just now");
        var before = Stored();

        Assert.Equal([orphan.Sha256], await coordinator.Collect(remove: false));
        Assert.Equal(before, Stored());
        Assert.Equal([orphan.Sha256], await coordinator.Collect());
        Assert.Equal(before.Where(name => name != orphan.Sha256), Stored());

        await coordinator.Campaigns.DeleteAsync(new DeleteRequest { CampaignId = submitted.CampaignId });
        await coordinator.Collect();
        Assert.Equal(new[] { ReferenceModel.Sha256OfModel, young.Sha256 }.Order(StringComparer.Ordinal), Stored());
    }

    [Fact]
    public async Task An_old_artifact_that_a_client_finds_stored_is_young_again_before_its_submission_comes()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await coordinator.Upload("an old model");
        Age();

        var found = await coordinator.Upload("an old model");

        Assert.DoesNotContain(found.Sha256, await coordinator.Collect());
        Assert.Contains(found.Sha256, Stored());
    }

    [Fact]
    public async Task A_campaign_is_deleted_once_it_has_ended_and_stays_gone()
    {
        string id;
        SubmitRequest request;
        await using (var coordinator = await RunningCoordinator.Start(_folder.Path))
        {
            request = new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "gone" };
            id = (await coordinator.Campaigns.SubmitAsync(request)).CampaignId;
            var delete = new DeleteRequest { CampaignId = id };
            var open = await Assert.ThrowsAsync<RpcException>(() => coordinator.Campaigns.DeleteAsync(delete).ResponseAsync);
            Assert.Equal(StatusCode.FailedPrecondition, open.StatusCode);

            await coordinator.Campaigns.CancelAsync(new CancelRequest { CampaignId = id });
            await coordinator.Campaigns.DeleteAsync(delete);

            var unknown = await Assert.ThrowsAsync<RpcException>(() => coordinator.Campaigns.DeleteAsync(delete).ResponseAsync);
            Assert.Equal(StatusCode.NotFound, unknown.StatusCode);

            // Its id is free again, and that of a campaign as good as any.
            Assert.Equal(id, (await coordinator.Campaigns.SubmitAsync(request)).CampaignId);
            await coordinator.Campaigns.CancelAsync(new CancelRequest { CampaignId = id });
            await coordinator.Campaigns.DeleteAsync(delete);
        }

        await using var again = await RunningCoordinator.Start(_folder.Path);
        Assert.Empty((await again.Campaigns.ListAsync(new ListRequest())).Campaigns);
        var missing = await Assert.ThrowsAsync<RpcException>(() => again.Campaigns.GetAsync(new GetRequest { CampaignId = id }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        Assert.Equal(id, (await again.Campaigns.SubmitAsync(request)).CampaignId);
        Assert.Equal(Phase.Examining, (await again.Campaigns.GetAsync(new GetRequest { CampaignId = id })).State);
    }

    [Fact]
    public async Task Nothing_is_collected_while_an_open_campaign_has_just_been_started_again()
    {
        string id;
        await using (var coordinator = await RunningCoordinator.Start(_folder.Path))
            id = (await coordinator.Campaigns.SubmitAsync(new SubmitRequest { Spec = await coordinator.UploadedSpec(), SubmissionId = "open" })).CampaignId;
        await using var again = await RunningCoordinator.Start(_folder.Path);
        var unknown = await again.Upload("what a trainer has stored and not told");
        Age();

        var refused = await Assert.ThrowsAsync<RpcException>(() => again.Collect());

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains(id, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(unknown.Sha256, Stored());
    }

    [Fact]
    public async Task Less_than_a_day_is_refused()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);

        var refused = await Assert.ThrowsAsync<RpcException>(() => coordinator.Collect(olderThan: TimeSpan.FromHours(23)));

        Assert.Equal("olderThan", Assert.Single(Problems.Parser.ParseFrom(refused.Trailers.GetValueBytes("deepiot-problems-bin")).Problems_).Field);
    }

    public void Dispose() => _folder.Dispose();

    private void Age()
    {
        foreach (var file in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-40));
    }

    private IReadOnlyList<string> Stored() =>
        [.. Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
