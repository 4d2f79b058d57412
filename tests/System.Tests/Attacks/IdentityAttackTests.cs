using System.Security.Cryptography;
using System.Text;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Those who come in as somebody that they are not, or do what they may not.</summary>
[Collection(AttackedCoordinator.Collection)]
public sealed class IdentityAttackTests(AttackedCoordinator coordinator)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    public async Task Without_a_good_token_nobody_comes_in(string? token)
    {
        using var channel = coordinator.Channel(token);

        Assert.Equal(StatusCode.Unauthenticated, (await Outcome.OfAsync(channel, Look)).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Outcome.OfAsync(channel, Submit)).StatusCode);

        await coordinator.RefusedAsync(entry => entry is { Who: "", What: "Campaigns/Submit", Outcome: "UNAUTHENTICATED", From: "127.0.0.1" });
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task A_token_of_another_role_does_not_do()
    {
        using var viewer = coordinator.Channel(await coordinator.TokenAsync("vera", TokenRole.Viewer));
        using var submitter = coordinator.Channel(await coordinator.TokenAsync("sven", TokenRole.Submitter));
        using var board = coordinator.SharedBoard();

        Assert.Equal(StatusCode.OK, (await Outcome.OfAsync(viewer, Look)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(viewer, Submit)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(submitter, Invite)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(submitter, MakeToken)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(board, Submit)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(board, MakeToken)).StatusCode);

        await coordinator.RefusedAsync(entry => entry is { Who: "bench", Role: "board", What: "Campaigns/Submit", Outcome: "PERMISSION_DENIED" });
        await coordinator.UnharmedAsync();

        static async Task Invite(GrpcChannel channel) => await new Protocol.V1.Boards.BoardsClient(channel).InviteAsync(new InviteBoardsRequest());
        static async Task MakeToken(GrpcChannel channel) =>
            await new Access.AccessClient(channel).CreateAsync(new CreateTokenRequest { Name = "mallory", Role = TokenRole.Admin });
    }

    [Fact]
    public async Task A_token_that_has_expired_or_is_revoked_does_not_do_and_its_open_streams_end()
    {
        using var expiring = coordinator.Channel(await coordinator.TokenAsync("brief", TokenRole.Viewer, TimeSpan.FromSeconds(1)));
        using var revoked = coordinator.Channel(await coordinator.TokenAsync("rex", TokenRole.Viewer));
        using var owner = coordinator.Channel(await coordinator.TokenAsync("olga", TokenRole.Submitter));
        var id = (await SubmittedAsync(owner, "watched")).Id;
        using var watch = new Campaigns.CampaignsClient(revoked).Watch(new WatchRequest { CampaignId = id });
        Assert.True(await watch.ResponseStream.MoveNext(default));

        await new Access.AccessClient(coordinator.Admin).RevokeAsync(new RevokeTokenRequest { Name = "rex" });

        var ended = await Assert.ThrowsAsync<RpcException>(() => Outcome.ReadAsync(watch));
        Assert.Equal(StatusCode.Unauthenticated, ended.StatusCode);
        Assert.Contains("The token of rex was revoked on", ended.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.Unauthenticated, (await Outcome.OfAsync(revoked, Look)).StatusCode);
        Status late;
        do
            late = await Outcome.OfAsync(expiring, Look);
        while (late.StatusCode == StatusCode.OK);
        Assert.Equal(StatusCode.Unauthenticated, late.StatusCode);
        Assert.Contains("The token of brief was good until", late.Detail, StringComparison.Ordinal);
        await coordinator.RefusedAsync(entry => entry is { What: "Campaigns/Watch", Outcome: "UNAUTHENTICATED" } && entry.On == id);
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task Another_users_campaign_is_neither_changed_nor_are_its_artifacts_read()
    {
        using var owner = coordinator.Channel(await coordinator.TokenAsync("otto", TokenRole.Submitter));
        using var eve = coordinator.Channel(await coordinator.TokenAsync("eve", TokenRole.Submitter));
        using var viewer = coordinator.Channel(await coordinator.TokenAsync("victor", TokenRole.Viewer));
        using var board = coordinator.SharedBoard();
        var (id, data) = await SubmittedAsync(owner, "otto's data");

        foreach (var change in new Func<GrpcChannel, Task>[] { Pause, Resume, Extend, Cancel, Delete })
            Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(eve, change)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(eve, Download)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(viewer, Download)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(board, Download)).StatusCode);
        // To know a hash is not to have the bytes: it can be neither asked about nor named in a campaign of one's own.
        Assert.False((await new Protocol.V1.Artifacts.ArtifactsClient(eve).StatAsync(new StatRequest { Sha256 = data.Sha256 })).Stored);
        var stolen = await Outcome.OfAsync(eve, async channel => await new Campaigns.CampaignsClient(channel).SubmitAsync(WaitingCampaign.Of(data, "hers")));
        Assert.Equal(StatusCode.InvalidArgument, stolen.StatusCode);
        Assert.Contains("model", stolen.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, (await Outcome.OfAsync(owner, Download)).StatusCode);
        Assert.Equal(StatusCode.OK, (await Outcome.OfAsync(coordinator.Admin, Download)).StatusCode);
        Assert.Equal(StatusCode.OK, (await Outcome.OfAsync(owner, Cancel)).StatusCode);
        Assert.Equal(StatusCode.OK, (await Outcome.OfAsync(owner, Delete)).StatusCode);

        foreach (var what in new[] { "Pause", "Resume", "Extend", "Cancel", "Delete" })
            await coordinator.RefusedAsync(entry => entry is { Who: "eve", Outcome: "PERMISSION_DENIED" } && entry.What == $"Campaigns/{what}" && entry.On == id);
        await coordinator.RefusedAsync(entry => entry is { Who: "bench", What: "Artifacts/Download" } && entry.On == data.Sha256);
        await coordinator.UnharmedAsync();

        async Task Pause(GrpcChannel channel) => await new Campaigns.CampaignsClient(channel).PauseAsync(new PauseRequest { CampaignId = id });
        async Task Resume(GrpcChannel channel) => await new Campaigns.CampaignsClient(channel).ResumeAsync(new ResumeRequest { CampaignId = id });
        async Task Extend(GrpcChannel channel) =>
            await new Campaigns.CampaignsClient(channel).ExtendAsync(new ExtendRequest { CampaignId = id, Trials = 1, ExtensionId = "hers" });
        async Task Cancel(GrpcChannel channel) => await new Campaigns.CampaignsClient(channel).CancelAsync(new CancelRequest { CampaignId = id });
        async Task Delete(GrpcChannel channel) => await new Campaigns.CampaignsClient(channel).DeleteAsync(new DeleteRequest { CampaignId = id });
        Task Download(GrpcChannel channel) =>
            Outcome.ReadAsync(new Protocol.V1.Artifacts.ArtifactsClient(channel).Download(new DownloadRequest { Sha256 = data.Sha256 }));
    }

    [Fact]
    public async Task A_board_attaches_as_itself_only()
    {
        var boards = new Protocol.V1.Boards.BoardsClient(coordinator.Admin);
        var invited = await boards.InviteAsync(new InviteBoardsRequest());
        await boards.EnrolAsync(new EnrolRequest
        {
            JoinToken = invited.JoinToken,
            Name = "kitchen",
            CredentialSha256 = ByteString.CopyFrom(SHA256.HashData("credential"u8)),
        });
        using var kitchen = coordinator.Channel("credential");
        using var shared = coordinator.SharedBoard();

        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(kitchen, channel => AttachAsync(channel, "cellar"))).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Outcome.OfAsync(shared, channel => AttachAsync(channel, "kitchen"))).StatusCode);
        Assert.Equal(StatusCode.OK, (await Outcome.OfAsync(kitchen, channel => AttachAsync(channel, "kitchen"))).StatusCode);

        await coordinator.RefusedAsync(entry => entry is { Who: "kitchen", What: "Boards/Attach", On: "cellar", Outcome: "PERMISSION_DENIED" });
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task Bytes_that_have_another_hash_than_they_are_said_to_have_are_not_kept()
    {
        using var submitter = coordinator.Channel(await coordinator.TokenAsync("rita", TokenRole.Submitter));
        var artifacts = new Protocol.V1.Artifacts.ArtifactsClient(submitter);
        var honest = await new ArtifactClient(submitter).UploadAsync("honest"u8.ToArray(), "honest", default);
        var claimed = new ArtifactRef { Sha256 = Hash("something else"), Bytes = "honest"u8.Length };

        var replayed = await Outcome.OfAsync(submitter, async _ =>
        {
            using var upload = artifacts.Upload();
            await upload.RequestStream.WriteAsync(new UploadChunk { Artifact = claimed, Data = ByteString.CopyFromUtf8("honest") });
            await upload.RequestStream.CompleteAsync();
            await upload;
        });

        Assert.Equal(StatusCode.InvalidArgument, replayed.StatusCode);
        Assert.Contains(honest.Sha256, replayed.Detail, StringComparison.Ordinal);
        var known = await artifacts.StatAsync(new StatRequest { Sha256 = claimed.Sha256 });
        Assert.Equal((false, 0), (known.Stored, known.Received));
        await coordinator.RefusedAsync(entry => entry is { Who: "rita", What: "Artifacts/Upload", Outcome: "INVALID_ARGUMENT" } && entry.On == claimed.Sha256);
        await coordinator.UnharmedAsync();
    }

    private static async Task<(string Id, ArtifactRef Data)> SubmittedAsync(GrpcChannel channel, string content)
    {
        var data = await new ArtifactClient(channel).UploadAsync(Encoding.UTF8.GetBytes(content), "data", default);
        return ((await new Campaigns.CampaignsClient(channel).SubmitAsync(WaitingCampaign.Of(data, content))).CampaignId, data);
    }

    private static async Task AttachAsync(GrpcChannel channel, string name)
    {
        using var stream = new Protocol.V1.Boards.BoardsClient(channel).Attach();
        await stream.RequestStream.WriteAsync(new FromBoard
        {
            Hello = new BoardHello { Protocol = 1, Board = new BoardDescription { Name = name, BoardClass = "attacker", Simulated = true } },
        });
        await stream.ResponseStream.MoveNext(default);
    }

    private static async Task Look(GrpcChannel channel) => await new Campaigns.CampaignsClient(channel).ListAsync(new ListRequest());

    private static async Task Submit(GrpcChannel channel) => await new Campaigns.CampaignsClient(channel).SubmitAsync(new SubmitRequest());

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
