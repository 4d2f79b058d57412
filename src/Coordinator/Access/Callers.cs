using System.Globalization;
using DeepIoT.Coordinator.Access.Tokens;
using DeepIoT.Coordinator.Boards.Enrolment;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>Who shows a token: one of the file, one that an admin made, or the credential of an enrolled board.</summary>
internal sealed class Callers(TokensFile file, IssuedTokens issued, Enrolments enrolments, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    /// <param name="authorization">The header of that name; null when there is none.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED: there is no token, or it is good no longer. UNAVAILABLE: the database is away.</exception>
    public Caller Of(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? OfToken(authorization[Scheme.Length..].Trim())
            : throw Unknown("This coordinator asks for a token. Send `authorization: Bearer TOKEN`");

    private Caller OfToken(string token)
    {
        if (file.Find(token) is { } known)
            return new Caller(known.Role, known.Name, Board: null);
        if (StorageCalls.OrUnavailable(() => issued.Find(token)) is { } info)
            return OfIssued(info);
        if (StorageCalls.OrUnavailable(() => enrolments.Find(token)) is not { } credential)
            throw Unknown("This token is unknown here. Ask an admin for one: deepiot tokens create");
        return credential.RevokedAt is null
            ? new Caller(Role.Board, credential.Board, credential.Board)
            : throw Unknown(Enrolments.RevokedText(credential));
    }

    private Caller OfIssued(TokenInfo info)
    {
        if (info.RevokedAt is { } revoked)
            throw Unknown($"The token of {info.Name} was revoked on {Moment(revoked.ToDateTimeOffset())}. Ask an admin for another");
        var expires = info.ExpiresAt.ToDateTimeOffset();
        return time.GetUtcNow() < expires
            ? new Caller(Roles.Of(info.Role), info.Name, Board: null)
            : throw Unknown($"The token of {info.Name} was good until {Moment(expires)}. Ask an admin for another");
    }

    private static string Moment(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm} UTC");

    private static RpcException Unknown(string why) => new(new Grpc.Core.Status(StatusCode.Unauthenticated, why));
}
