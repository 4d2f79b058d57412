using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Access;

/// <summary>`deepiot tokens`</summary>
internal sealed class TokensCommand : ExampleCommand
{
    public TokensCommand(Terminal terminal)
        : base("tokens", "Make, list and revoke the tokens by which users and programs come in; for admins.",
            "deepiot tokens create alice --role submitter --expires 30d", "deepiot tokens list", "deepiot tokens revoke alice")
    {
        Add(new TokensCreateCommand(terminal));
        Add(new TokensListCommand(terminal));
        Add(new TokensRevokeCommand(terminal));
    }
}
