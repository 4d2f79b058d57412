using System.CommandLine;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Access;

/// <summary>`deepiot tokens revoke`</summary>
internal sealed class TokensRevokeCommand : ClusterCommand
{
    public TokensRevokeCommand(Terminal terminal)
        : base("revoke", "End a token; streams that it has open end within seconds.", "deepiot tokens revoke alice")
    {
        var name = new Argument<string>("name") { Description = "Name of the token; `deepiot tokens list` shows them." };
        Add(name);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var revoked = parsed.GetRequiredValue(name);
            await connection.Access.RevokeAsync(new RevokeTokenRequest { Name = revoked }, cancellationToken: cancellation);
            terminal.Out.WriteLine($"The token of {revoked} is revoked.");
        });
    }
}
