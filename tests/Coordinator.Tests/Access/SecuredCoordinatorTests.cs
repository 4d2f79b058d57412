using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DeepIoT.Coordinator.Tests.Whole;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace DeepIoT.Coordinator.Tests.Access;

public sealed class SecuredCoordinatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Over_tls_a_call_needs_a_token_of_a_role_that_may_make_it()
    {
        var tokens = Path.Combine(_folder.Path, "tokens");
        await File.WriteAllLinesAsync(tokens, [Line("viewer", "vera", "see"), Line("submitter", "sam", "do")]);
        var certificate = SelfSigned.Write(_folder.Path);
        await using var coordinator = await RunningCoordinator.Start(_folder.Path, options =>
        {
            options.Listen = new Uri("https://127.0.0.1:0");
            (options.Certificate, options.CertificateKey) = (certificate.Certificate, certificate.Key);
            options.TokensFile = tokens;
        });

        Assert.Equal(StatusCode.Unauthenticated, await Outcome(coordinator, null, Look));
        Assert.Equal(StatusCode.Unauthenticated, await Outcome(coordinator, "guess", Look));
        Assert.Equal(StatusCode.OK, await Outcome(coordinator, "see", Look));
        Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, "see", Submit));
        Assert.Equal(StatusCode.InvalidArgument, await Outcome(coordinator, "do", Submit));
        Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, "do", Attach));
    }

    [Fact]
    public async Task A_board_enrols_by_an_invitation_attaches_by_its_own_credential_and_is_put_out_when_it_is_revoked()
    {
        await using var coordinator = await StartSecured(Line("admin", "ada", "rule"), Line("board", "shared", "any"));
        using var admin = Channel(coordinator, "rule");
        using var nobody = Channel(coordinator, null);
        using var board = Channel(coordinator, "secret");
        var invited = await new Protocol.V1.Boards.BoardsClient(admin).InviteAsync(new InviteBoardsRequest { ClassHint = "rpi4" });
        var enrol = new EnrolRequest
        {
            JoinToken = invited.JoinToken,
            Name = "kitchen",
            CredentialSha256 = Google.Protobuf.ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes("secret"))),
        };

        Assert.Equal("rpi4", (await new Protocol.V1.Boards.BoardsClient(nobody).EnrolAsync(enrol)).ClassHint);

        using var stream = await Attached(board, "kitchen");
        Assert.NotNull(stream.ResponseStream.Current.Welcome);
        var stranger = await Assert.ThrowsAsync<RpcException>(() => Attached(board, "cellar"));
        Assert.Contains("This credential is that of kitchen, and not of cellar", stranger.Status.Detail, StringComparison.Ordinal);
        using var shared = Channel(coordinator, "any");
        var impostor = await Assert.ThrowsAsync<RpcException>(() => Attached(shared, "kitchen"));
        Assert.Contains("only its own credential may attach as kitchen", impostor.Status.Detail, StringComparison.Ordinal);

        await new Protocol.V1.Boards.BoardsClient(admin).RevokeAsync(new RevokeBoardRequest { Name = "kitchen" });

        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.ResponseStream.MoveNext(default))
            {
            }
        });
        Assert.Equal(StatusCode.Unauthenticated, ended.StatusCode);
        Assert.StartsWith("The credential of kitchen was revoked", ended.Status.Detail, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<RpcException>(() => Attached(board, "kitchen"));
        Assert.Equal(StatusCode.Unauthenticated, again.StatusCode);
        Assert.StartsWith("The credential of kitchen was revoked on ", again.Status.Detail, StringComparison.Ordinal);
        var kinds = (await Eventually.Holds(
            () => new Protocol.V1.Boards.BoardsClient(admin).ShowAsync(new ShowBoardRequest { Name = "kitchen" }).ResponseAsync,
            shown => shown.History.Any(happened => happened.Kind == BoardEventKind.Revoked),
            "the history")).History.Select(happened => happened.Kind);
        Assert.Contains(BoardEventKind.Enrolled, kinds);
    }

    [Fact]
    public async Task Only_an_admin_invites_drains_and_revokes()
    {
        await using var coordinator = await StartSecured(Line("submitter", "sam", "do"), Line("board", "b", "any"));

        foreach (var token in new[] { "do", "any" })
        {
            Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, token, async channel => await new Protocol.V1.Boards.BoardsClient(channel).InviteAsync(new InviteBoardsRequest())));
            Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, token, async channel => await new Protocol.V1.Boards.BoardsClient(channel).DrainAsync(new DrainBoardRequest { Name = "x" })));
            Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, token, async channel => await new Protocol.V1.Boards.BoardsClient(channel).RevokeAsync(new RevokeBoardRequest { Name = "x" })));
        }
    }

    [Fact]
    public async Task Whoever_may_look_may_look_at_a_campaign_and_only_its_owner_or_an_admin_may_cancel_it()
    {
        await using var coordinator = await StartSecured(
            Line("submitter", "sam", "his"), Line("submitter", "eve", "hers"), Line("viewer", "vera", "see"), Line("admin", "ada", "rule"));
        using var his = Channel(coordinator, "his");
        var request = new SubmitRequest { Spec = await Uploaded(his), SubmissionId = "the same" };
        var id = (await new Protocol.V1.Campaigns.CampaignsClient(his).SubmitAsync(request)).CampaignId;

        Assert.Equal(StatusCode.OK, await Outcome(coordinator, "see", async channel =>
            Assert.Equal("sam", (await new Protocol.V1.Campaigns.CampaignsClient(channel).GetAsync(new GetRequest { CampaignId = id })).Owner)));
        Assert.Equal(StatusCode.OK, await Outcome(coordinator, "rule", async channel =>
            Assert.Equal("sam", Assert.Single((await new Protocol.V1.Campaigns.CampaignsClient(channel).ListAsync(new ListRequest())).Campaigns).Owner)));
        Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, "hers", Cancel));
        Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, "see", Cancel));
        Assert.Equal(StatusCode.OK, await Outcome(coordinator, "his", Cancel));
        Assert.Equal(StatusCode.OK, await Outcome(coordinator, "rule", Cancel));

        async Task Cancel(GrpcChannel channel) =>
            await new Protocol.V1.Campaigns.CampaignsClient(channel).CancelAsync(new CancelRequest { CampaignId = id });
    }

    [Fact]
    public async Task Only_the_owner_of_a_campaign_begins_another_with_what_it_found()
    {
        await using var coordinator = await StartSecured(Line("submitter", "sam", "his"), Line("submitter", "eve", "hers"));
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        using var his = Channel(coordinator, "his");
        using var hers = Channel(coordinator, "hers");
        var campaigns = new Protocol.V1.Campaigns.CampaignsClient(his);
        var id = (await campaigns.SubmitAsync(new SubmitRequest { Spec = await Uploaded(his), SubmissionId = "first" })).CampaignId;
        await Eventually.Holds(
            () => campaigns.GetAsync(new GetRequest { CampaignId = id }).ResponseAsync, campaign => campaign.Candidates > 0, "a candidate");

        var theft = await Assert.ThrowsAsync<RpcException>(() => Begin(hers));
        var mistake = await Assert.ThrowsAsync<RpcException>(() => Begin(his));

        Assert.Contains($"campaign {id} is another user's", theft.Status.Detail, StringComparison.Ordinal);
        // The fake trainer names networks and stores none.
        Assert.Contains("is not stored any more", mistake.Status.Detail, StringComparison.Ordinal);

        async Task Begin(GrpcChannel channel)
        {
            var spec = await Uploaded(channel);
            spec.Search.WarmStart = id;
            await new Protocol.V1.Campaigns.CampaignsClient(channel).SubmitAsync(new SubmitRequest { Spec = spec, SubmissionId = "second" });
        }
    }

    [Fact]
    public async Task Where_nobody_is_asked_for_a_token_there_is_nothing_to_invite_to()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);

        var refused = await Assert.ThrowsAsync<RpcException>(() => coordinator.Boards.InviteAsync(new InviteBoardsRequest()).ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("--tokens-file", refused.Status.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<RunningCoordinator> StartSecured(params string[] lines)
    {
        var tokens = Path.Combine(_folder.Path, "tokens");
        File.WriteAllLines(tokens, lines);
        var certificate = SelfSigned.Write(_folder.Path);
        return RunningCoordinator.Start(_folder.Path, options =>
        {
            options.Listen = new Uri("https://127.0.0.1:0");
            (options.Certificate, options.CertificateKey) = (certificate.Certificate, certificate.Key);
            options.TokensFile = tokens;
        });
    }

    private static async Task<CampaignSpec> Uploaded(GrpcChannel channel)
    {
        var spec = Example.Spec();
        spec.Model = await new ArtifactClient(channel).UploadAsync("model"u8.ToArray(), "model.onnx", default);
        spec.Data.Train.Inputs = await new ArtifactClient(channel).UploadAsync("data"u8.ToArray(), "train.npz", default);
        return spec;
    }

    /// <summary>A stream that has been welcomed.</summary>
    private static async Task<AsyncDuplexStreamingCall<FromBoard, ToBoard>> Attached(GrpcChannel channel, string name)
    {
        var stream = new Protocol.V1.Boards.BoardsClient(channel).Attach();
        var board = new BoardDescription { Name = name, BoardClass = Example.Class, Simulated = true };
        await stream.RequestStream.WriteAsync(new FromBoard { Hello = new BoardHello { Protocol = 1, Board = board } });
        await stream.ResponseStream.MoveNext(default);
        return stream;
    }

    private static string Line(string role, string name, string token) =>
        $"{role} {name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    private static async Task Look(GrpcChannel channel) =>
        await new Protocol.V1.Campaigns.CampaignsClient(channel).ListAsync(new ListRequest());

    private static async Task Submit(GrpcChannel channel) =>
        await new Protocol.V1.Campaigns.CampaignsClient(channel).SubmitAsync(new SubmitRequest());

    private static async Task Attach(GrpcChannel channel)
    {
        using var stream = new Protocol.V1.Boards.BoardsClient(channel).Attach();
        await stream.ResponseStream.MoveNext(default);
    }

    private static async Task<StatusCode> Outcome(RunningCoordinator coordinator, string? token, Func<GrpcChannel, Task> call)
    {
        using var channel = Channel(coordinator, token);
        try
        {
            await call(channel);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static GrpcChannel Channel(RunningCoordinator coordinator, string? token)
    {
        var ours = X509Certificate2.CreateFromPemFile(coordinator.Options.Certificate!, coordinator.Options.CertificateKey);
        var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, offered, _, _) => offered?.GetCertHashString() == ours.GetCertHashString(),
            },
        });
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return GrpcChannel.ForAddress(coordinator.Address, new GrpcChannelOptions { HttpClient = http, DisposeHttpClient = true });
    }
}
