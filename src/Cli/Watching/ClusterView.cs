using DeepIoT.Cli.Commands.Boards;
using DeepIoT.Cli.Commands.Trainers;
using DeepIoT.Cli.Output;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Watching;

/// <summary>What trainers and boards did at one moment.</summary>
public sealed record ClusterView(DateTimeOffset At, IReadOnlyList<Trainer> Trainers, IReadOnlyList<Board> Boards)
{
    private static readonly Column<Trainer>[] TrainerColumns =
    [
        new("trainer", "trainer", t => t.Name),
        new("busy", "slots busy", t => t.Running.Count, t => $"{t.Running.Count} of {t.Slots}"),
        TrainersCommand.Trials,
        TrainersCommand.Drained,
    ];

    private static readonly Column<Board>[] BoardColumns =
    [
        new("board", "board", b => b.Description.Name),
        BoardsCommand.BoardClass,
        new("state", "state", b => Words.Of(b.State)),
        new("why", "why", BoardStates.Why),
        new("measured", "measured", b => b.JobsCompleted),
        new("failed", "failed", b => b.JobsFailed),
        new("tainted", "tainted", b => b.JobsTainted),
    ];

    public Sheet TrainerSheet => Sheet.Of(Trainers, TrainerColumns, TrainersCommand.WhenEmpty);

    public Sheet BoardSheet => Sheet.Of(Boards, BoardColumns, BoardsCommand.WhenEmpty);

    /// <summary>One line on the whole; <paramref name="earlier"/> is what the boards' pace is reckoned from.</summary>
    public string Summary(ClusterView earlier)
    {
        var (busy, slots) = (Trainers.Sum(t => t.Running.Count), Trainers.Sum(t => t.Slots));
        var measuring = Boards.Count(b => b.State == BoardState.Busy);
        var minutes = (At - earlier.At).TotalMinutes;
        var pace = minutes > 0 ? $" · {(Completed - earlier.Completed) / minutes:0.#} measured a minute" : "";
        return $"{busy} of {slots} slots busy · {measuring} of {Boards.Count} boards measuring{pace}";
    }

    private int Completed => Boards.Sum(b => b.JobsCompleted);
}
