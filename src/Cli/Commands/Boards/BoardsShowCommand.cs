using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards show`</summary>
internal sealed class BoardsShowCommand : ClusterCommand
{
    private const int EventsShown = 20, MostEvents = 500;

    private static readonly Column<BoardFact>[] Facts = [new("name", "field", f => f.Name), new("value", "value", f => f.Text)];

    private static readonly Column<BoardEvent>[] Events =
    [
        new("at", "when", e => Readable.Iso(e.At), e => Readable.Moment(e.At)),
        new("kind", "what", e => Words.Of(e.Kind)),
        new("referenceMs", "reference", e => e.HasReferenceMs ? e.ReferenceMs : null, e => e.HasReferenceMs ? Readable.Milliseconds(e.ReferenceMs) : ""),
        new("detail", "detail", e => e.Detail),
    ];

    public BoardsShowCommand(Terminal terminal)
        : base("show", "Show one board: what it is, how it stands and what happened to it.",
            "deepiot boards show kitchen-pi", "deepiot boards show kitchen-pi --format json")
    {
        var name = BoardStates.Name();
        var format = CommonOptions.Format();
        var events = CommonOptions.Of("--events", "Latest events of its history.", "n", Numbers.Between(1, MostEvents), EventsShown);
        AddRange([name, events, format]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new ShowBoardRequest { Name = parsed.GetRequiredValue(name), Events = parsed.GetValue(events) };
            Print(terminal, await connection.Boards.ShowAsync(request, cancellationToken: cancellation), parsed.GetValue(format));
        });
    }

    /// <summary>JSON has everything; CSV is the history alone.</summary>
    private static void Print(Terminal terminal, BoardDetails board, OutputFormat format)
    {
        var facts = BoardFact.Of(board).ToArray();
        var history = Sheet.Of(board.History, Events, "Nothing has happened to it yet.");
        if (format == OutputFormat.Json)
        {
            var everything = facts.ToDictionary(fact => fact.Name, fact => fact.Value);
            everything["history"] = JsonText.Rows(history);
            terminal.Out.WriteLine(JsonText.Of(everything));
            return;
        }

        if (format == OutputFormat.Table)
        {
            terminal.Print(Sheet.Of(facts.Where(fact => fact.Text.Length > 0), Facts, ""), format);
            terminal.Out.WriteLine();
        }

        terminal.Print(history, format);
    }
}
