using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards invite`</summary>
internal sealed class BoardsInviteCommand : ClusterCommand
{
    private const int MostBoards = 10_000;

    public BoardsInviteCommand(Terminal terminal)
        : base("invite", "Make a join token, by which a board gets a credential of its own. It is shown this once.",
            "deepiot boards invite", "deepiot boards invite --boards 20 --expires 7d --class-hint rpi4/linux-arm64")
    {
        var hint = new Option<string>("--class-hint")
        {
            Description = "Board class of those that join, unless their owners name one.",
            HelpName = "class",
            DefaultValueFactory = _ => "",
        };
        var expires = CommonOptions.Of("--expires", "How long boards may join by it.", "time", Amounts.Life, TimeSpan.FromDays(1));
        var boards = CommonOptions.Of("--boards", "How many boards may join by it.", "n", Numbers.Between(1, MostBoards), 1);
        AddRange([hint, expires, boards]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var reply = await connection.Boards.InviteAsync(
                new InviteBoardsRequest
                {
                    ClassHint = parsed.GetRequiredValue(hint),
                    Boards = parsed.GetValue(boards),
                    Life = Duration.FromTimeSpan(parsed.GetValue(expires)),
                },
                cancellationToken: cancellation);
            terminal.Error.WriteLine($"Good until {Readable.Moment(reply.ExpiresAt)} for {parsed.GetValue(boards)} board(s). On the board:");
            terminal.Error.WriteLine($"  deepiot-profiler --join {connection.Address} --token TOKEN");
            // Alone on the standard output, for scripts.
            terminal.Out.WriteLine(reply.JoinToken);
        });
    }
}
