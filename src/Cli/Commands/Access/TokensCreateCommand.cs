using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace DeepIoT.Cli.Commands.Access;

/// <summary>`deepiot tokens create`</summary>
internal sealed class TokensCreateCommand : ClusterCommand
{
    private static readonly string[] Roles = ["viewer", "submitter", "trainer", "board", "admin"];

    public TokensCreateCommand(Terminal terminal)
        : base("create", "Make a token. It is shown this once: only its hash is kept.",
            "deepiot tokens create alice --role submitter --expires 30d", "deepiot tokens create lab-trainer --role trainer")
    {
        var name = new Argument<string>("name") { Description = "Of the user or the machine: campaigns belong to it." };
        var role = new Option<TokenRole>("--role")
        {
            Description = "What it may do.",
            HelpName = string.Join('|', Roles),
            Required = true,
            CustomParser = result => CommonOptions.Parse(result, Role),
        };
        role.CompletionSources.Add(Roles);
        var expires = CommonOptions.Of("--expires", "How long it is good, a year at most.", "time", Amounts.Life, TimeSpan.FromDays(90));
        Add(name);
        AddRange([role, expires]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var reply = await connection.Access.CreateAsync(
                new CreateTokenRequest
                {
                    Name = parsed.GetRequiredValue(name),
                    Role = parsed.GetValue(role),
                    Life = Duration.FromTimeSpan(parsed.GetValue(expires)),
                },
                cancellationToken: cancellation);
            terminal.Error.WriteLine($"Good until {Readable.Moment(reply.ExpiresAt)}. Programs read it from the variable {CoordinatorChannel.TokenVariable}.");
            // Alone on the standard output, for scripts.
            terminal.Out.WriteLine(reply.Token);
        });
    }

    private static Parsed<TokenRole> Role(string text) => Spelling.OneOf(Roles)(text).As(word => Enum.Parse<TokenRole>(word, ignoreCase: true));
}
