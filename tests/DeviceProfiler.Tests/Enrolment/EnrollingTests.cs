using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Enrolment;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeepIoT.DeviceProfiler.Tests.Enrolment;

public sealed class EnrollingTests : Scratch
{
    private readonly List<EnrolRequest> _asked = [];

    [Fact]
    public async Task A_board_sends_the_hash_of_a_credential_that_it_keeps_and_asks_no_more()
    {
        var credential = await Enrolling(Answer(new EnrolReply { ClassHint = "rpi4" })).CredentialAsync("join-1", default);
        var again = await Enrolling(Refusal(StatusCode.PermissionDenied)).CredentialAsync("join-1", default);

        var asked = Assert.Single(_asked);
        Assert.Equal(("join-1", "kitchen"), (asked.JoinToken, asked.Name));
        Assert.Equal(credential.Sha256, asked.CredentialSha256.ToByteArray());
        Assert.Equal(64, credential.Secret.Length);
        Assert.Equal("rpi4", credential.ClassHint);
        Assert.Equal(credential, again);
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_asked_for_again_with_the_same_credential_also_by_the_next_start()
    {
        await Assert.ThrowsAsync<BoardRefusedException>(() =>
            Enrolling(Refusal(StatusCode.Unavailable), Refusal(StatusCode.PermissionDenied)).CredentialAsync("join-1", default));

        var credential = await Enrolling(Answer(new EnrolReply())).CredentialAsync("join-1", default);

        Assert.Equal(3, _asked.Count);
        Assert.All(_asked, asked => Assert.Equal(credential.Sha256, asked.CredentialSha256.ToByteArray()));
    }

    [Fact]
    public async Task A_board_that_is_enrolled_and_invited_again_keeps_its_credential()
    {
        var credential = await Enrolling(Answer(new EnrolReply())).CredentialAsync("join-1", default);

        Assert.Equal(credential, await Enrolling(Refusal(StatusCode.AlreadyExists)).CredentialAsync("join-2", default));
    }

    [Fact]
    public async Task A_board_that_was_revoked_gets_a_new_credential_by_a_new_invitation()
    {
        var credential = await Enrolling(Answer(new EnrolReply())).CredentialAsync("join-1", default);

        var renewed = await Enrolling(Answer(new EnrolReply())).CredentialAsync("join-2", default);

        Assert.NotEqual(credential.Secret, renewed.Secret);
        Assert.Equal(renewed, File.Read());
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.FailedPrecondition)]
    public async Task A_token_that_is_not_taken_ends_the_agent_with_the_coordinators_reason(StatusCode status)
    {
        var refusal = await Assert.ThrowsAsync<BoardRefusedException>(() => Enrolling(Refusal(status)).CredentialAsync("join-1", default));

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal(("token", "no, and this is why"), (problem.Field, problem.Reason));
        Assert.Null(File.Read());
    }

    private CredentialFile File => new(Folder, new("https://hub.lab:5443"), "kitchen");

    private Enrolling Enrolling(params Func<EnrolReply>[] answers) =>
        new(File, new Hub(_asked, new(answers)), "kitchen", TimeProvider.System, NullLogger.Instance);

    private static Func<EnrolReply> Answer(EnrolReply reply) => () => reply;

    private static Func<EnrolReply> Refusal(StatusCode status) => () => throw new RpcException(new(status, "no, and this is why"));

    /// <summary>A coordinator that answers what the test says, in turn.</summary>
    private sealed class Hub(List<EnrolRequest> asked, Queue<Func<EnrolReply>> answers) : Protocol.V1.Boards.BoardsClient
    {
        public override AsyncUnaryCall<EnrolReply> EnrolAsync(EnrolRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            asked.Add(request);
            return new(Task.Run(answers.Dequeue()), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }
}
