using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Access;

/// <summary>`deepiot tokens list`</summary>
internal sealed class TokensListCommand(Terminal terminal) : ListCommand<TokenInfo>(
    terminal, "list", "List the tokens that were made here, the latest first, and never the tokens themselves.", Columns,
    "No tokens yet. `deepiot tokens create NAME --role ROLE` makes one.",
    "deepiot tokens list")
{
    private static readonly Column<TokenInfo>[] Columns =
    [
        new("name", "name", t => t.Name),
        new("role", "role", t => Words.Of(t.Role)),
        new("createdAt", "made", t => Readable.Iso(t.CreatedAt), t => Readable.Moment(t.CreatedAt)),
        new("createdBy", "by", t => t.CreatedBy),
        new("expiresAt", "good until", t => Readable.Iso(t.ExpiresAt), t => Readable.Moment(t.ExpiresAt)),
        new("revokedAt", "revoked", t => Readable.Iso(t.RevokedAt), t => t.RevokedAt is null ? "" : Readable.Moment(t.RevokedAt)),
    ];

    protected override async Task<IReadOnlyList<TokenInfo>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation) =>
        (await connection.Access.ListAsync(new ListTokensRequest(), cancellationToken: cancellation)).Tokens;
}
