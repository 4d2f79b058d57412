using System.Globalization;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DeepIoT.Coordinator.Boards.Enrolment;

/// <summary>Invites, enrols and revokes boards as the wire asks for it, and says who may attach as which.</summary>
/// <param name="asksForTokens">Where it does not, whoever can connect may attach under any name.</param>
internal sealed class EnrolmentDesk(Enrolments enrolments, TimeProvider time, bool asksForTokens)
{
    private const int MostBoards = 10_000;
    private const int LongestName = 128;
    private const int HashBytes = 32;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), LongestLife = TimeSpan.FromDays(366);

    public async Task<InviteBoardsReply> InviteAsync(InviteBoardsRequest request)
    {
        RequireTokens();
        var life = request.Life.Or(Day);
        var problems = new List<Problem>();
        if (life <= TimeSpan.Zero || life > LongestLife)
            problems.Add(Of("life", "it is not between nothing and a year", "Leave it out for a day"));
        if (request.Boards is < 0 or > MostBoards)
            problems.Add(Of("boards", $"{request.Boards} is not between 1 and {MostBoards}", "Leave it out for one"));
        if (request.ClassHint.Length > LongestName || request.ClassHint.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
            problems.Add(Of("classHint", $"it has spaces or more than {LongestName} characters", "Write it like raspberry-pi-5/linux-arm64"));
        if (problems.Count > 0)
            throw Rejections.Of(problems);
        var expires = time.GetUtcNow() + life;
        var token = await Stored(() => enrolments.Invite(Math.Max(1, request.Boards), request.ClassHint, expires));
        return new InviteBoardsReply { JoinToken = token, ExpiresAt = Timestamp.FromDateTimeOffset(expires) };
    }

    public async Task<EnrolReply> EnrolAsync(EnrolRequest request)
    {
        RequireTokens();
        var problems = new List<Problem>();
        if (request.Name.Length is 0 or > LongestName || request.Name.Any(char.IsControl))
            problems.Add(Of("name", $"it has not 1 to {LongestName} printable characters", "Choose a short one, such as the host name"));
        if (request.CredentialSha256.Length != HashBytes)
            problems.Add(Of("credentialSha256", $"it has not {HashBytes} bytes", "Send the SHA-256 of a credential of your own"));
        if (problems.Count > 0)
            throw Rejections.Of(problems);
        return await Stored(() => enrolments.Enrol(request.JoinToken, request.Name, request.CredentialSha256, time.GetUtcNow())) switch
        {
            EnrolmentOutcome.Done done => new EnrolReply { ClassHint = done.Credential.ClassHint },
            EnrolmentOutcome.NameTaken => throw new RpcException(new Grpc.Core.Status(
                StatusCode.AlreadyExists,
                $"A board named {request.Name} is enrolled. Choose another name, or revoke that one first: deepiot boards revoke {request.Name}")),
            EnrolmentOutcome.CredentialUsed => throw Rejections.Of("credentialSha256", "this credential was used before", "Make a new one"),
            EnrolmentOutcome.Expired expired => throw NotInvited(string.Create(
                CultureInfo.InvariantCulture, $"The join token was good until {expired.At:yyyy-MM-dd HH:mm} UTC")),
            _ => throw NotInvited("The join token is unknown here, or as many boards have joined by it as were to"),
        };
    }

    public async Task RevokeAsync(string board)
    {
        RequireTokens();
        if (!await Stored(() => enrolments.Revoke(board, time.GetUtcNow())))
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.NotFound,
                $"No board named {board} is enrolled. A board with a token of the tokens file is shut out by removing its line there"));
        }
    }

    /// <summary>Cancelled when the board may be attached no longer.</summary>
    /// <param name="caller">Null where nobody is asked for a token.</param>
    /// <exception cref="RpcException">The caller may not attach under that name.</exception>
    public CancellationToken Admit(string board, Caller? caller)
    {
        if (caller is null)
            return CancellationToken.None;
        if (caller.Board is { } own && own != board)
            throw new RpcException(new Grpc.Core.Status(StatusCode.PermissionDenied, $"This credential is that of {own}, and not of {board}. Start the agent with --name {own}"));
        if (caller.Board is not null)
            return StorageCalls.OrUnavailable(() => enrolments.Revocation(board));
        return StorageCalls.OrUnavailable(() => enrolments.Of(board)) is null
            ? CancellationToken.None
            : throw new RpcException(new Grpc.Core.Status(StatusCode.PermissionDenied, $"{board} is enrolled: only its own credential may attach as {board}. Choose another name"));
    }

    private void RequireTokens()
    {
        if (!asksForTokens)
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.FailedPrecondition,
                "This coordinator asks nobody for a token: boards attach without an invitation. Start it with --tokens-file to let in enrolled boards only"));
        }
    }

    private static Task<T> Stored<T>(Func<T> change) => Task.Run(() => StorageCalls.OrUnavailable(change));

    private static RpcException NotInvited(string reason) =>
        new(new Grpc.Core.Status(StatusCode.PermissionDenied, $"{reason}. Ask for another: deepiot boards invite"));

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
