using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Enum = System.Enum;

namespace DeepIoT.Coordinator.Access.Tokens;

/// <summary>Makes, lists and revokes tokens as the wire asks for it.</summary>
/// <param name="file">Null where nobody is asked for a token.</param>
internal sealed class TokenDesk(IssuedTokens tokens, TokensFile? file, TimeProvider time)
{
    private const int LongestName = 64;

    private static readonly TimeSpan UsualLife = TimeSpan.FromDays(90), LongestLife = TimeSpan.FromDays(366);

    /// <param name="creator">Name of the token that asks for it.</param>
    public CreateTokenReply Create(CreateTokenRequest request, string creator)
    {
        RequireTokens();
        var life = request.Life.Or(UsualLife);
        var problems = new List<Problem>();
        if (request.Name.Length is 0 or > LongestName || !request.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
            problems.Add(Of("name", $"it has not 1 to {LongestName} letters, digits, dots, dashes and underscores", "Name the user or the machine, such as alice or lab-trainer"));
        if (request.Role == TokenRole.Unspecified || !Enum.IsDefined(request.Role))
            problems.Add(Of("role", "it is none", "Use viewer, submitter, trainer, board or admin"));
        if (life <= TimeSpan.Zero || life > LongestLife)
            problems.Add(Of("life", "it is not between nothing and a year", $"Leave it out for {UsualLife.Days} days"));
        if (problems.Count > 0)
            throw Rejections.Of(problems);
        if (file!.Names(request.Name))
            throw Taken($"{request.Name} has a token in the tokens file. Choose another name, or take its line away first");
        var now = time.GetUtcNow();
        var info = new TokenInfo
        {
            Name = request.Name,
            Role = request.Role,
            CreatedAt = Timestamp.FromDateTimeOffset(now),
            CreatedBy = creator,
            ExpiresAt = Timestamp.FromDateTimeOffset(now + life),
        };
        return StorageCalls.OrUnavailable(() => tokens.Issue(info)) is { } token
            ? new CreateTokenReply { Token = token, ExpiresAt = info.ExpiresAt }
            : throw Taken($"{request.Name} has a token that is good. Choose another name, or revoke that one first: deepiot tokens revoke {request.Name}");
    }

    public ListTokensReply List()
    {
        RequireTokens();
        return new ListTokensReply { Tokens = { StorageCalls.OrUnavailable(tokens.All) } };
    }

    public void Revoke(string name)
    {
        RequireTokens();
        if (!StorageCalls.OrUnavailable(() => tokens.Revoke(name, time.GetUtcNow())))
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.NotFound, "No token of that name is good. `deepiot tokens list` shows them; one of the tokens file ends when its line is taken away"));
        }
    }

    private void RequireTokens()
    {
        if (file is null)
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.FailedPrecondition, "This coordinator asks nobody for a token. Start it with --tokens-file, in which the first admin has one"));
        }
    }

    private static RpcException Taken(string why) => new(new Grpc.Core.Status(StatusCode.AlreadyExists, why));

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
