using System.Globalization;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

internal sealed partial class BoardPoolState
{
    // Of a board that said itself that it cannot work, where no reference run can show when it can again.
    private static readonly TimeSpan Probation = TimeSpan.FromMinutes(1);

    private TimeSpan Retry => reference?.Retry ?? Probation;

    /// <summary>The reference model comes before any job, and for sick boards in place of jobs.</summary>
    private List<BoardEffect> HandOutReferences(DateTimeOffset now)
    {
        if (reference is null)
            return [];
        var due = _boards.Values.Where(board => board is { IsHere: true, Lease: null } && board.Health.IsDue(now)).ToArray();
        return [.. due.Select(board => Grant(ReferenceJob(reference, board), board, now))];
    }

    private static MeasurementJob ReferenceJob(ReferencePlan plan, BoardRecord board) => new(
        new MeasurementKey { ModelSha256 = plan.ModelSha256, BoardClass = board.Description.BoardClass, Protocol = plan.Protocol }, "")
    {
        IsReference = true,
    };

    private IEnumerable<BoardEffect> Judge(BoardRecord board, Measurement measurement, DateTimeOffset now)
    {
        var took = Milliseconds(measurement.MedianMs);
        var doubt = measurement.Tainted.Count > 0 ? string.Join(", ", measurement.Tainted) : measurement.Converged ? null : "its readings did not settle";
        var wasSick = board.Health.Sickness is not null;
        if (doubt is not null)
        {
            board.Health = board.Health.Undecided(now, Retry);
            var disturbed = Happened(board, BoardEventKind.Reference, now, $"{took}, which decides nothing: {doubt}", measurement.MedianMs);
            return wasSick && board.Health.Sickness is null ? [disturbed, Happened(board, BoardEventKind.Well, now, "it does its work again")] : [disturbed];
        }

        var figure = new ReferenceFigure
        {
            At = Timestamp.FromDateTimeOffset(now),
            ModelSha256 = reference!.ModelSha256,
            BoardClass = board.Description.BoardClass,
            RuntimeVersion = measurement.RuntimeVersion,
            Threads = measurement.Threads,
            MedianMs = measurement.MedianMs,
        };
        var spread = SpreadOf(figure);
        var allowed = spread is null ? "too few runs of the class to compare with" : $"its class allows {Milliseconds(spread.LowMs)} to {Milliseconds(spread.HighMs)} by {spread.Runs} runs";
        var run = Happened(board, BoardEventKind.Reference, now, $"{took}; {allowed}", measurement.MedianMs);
        if (spread is not null && !spread.Holds(figure.MedianMs))
            return [run, .. FallSick(board, $"the reference model took {took}, and {allowed}", byFigures: true, now)];
        board.Health = board.Health.Passed(figure, now + reference.Interval);
        return wasSick ? [run, Happened(board, BoardEventKind.Well, now, "it passed a reference run")] : [run];
    }

    private List<BoardEffect> FallSick(BoardRecord board, string reason, bool byFigures, DateTimeOffset now)
    {
        var isNews = board.Health.Sickness?.Reason != reason;
        board.Health = board.Health.Fell(reason, byFigures, now, Retry);
        return isNews ? [Happened(board, BoardEventKind.Sick, now, reason)] : [];
    }

    private List<BoardEffect> EndProbations(DateTimeOffset now)
    {
        if (reference is not null)
            return [];
        var over = _boards.Values.Where(board => board.Health.Sickness is not null && board.Health.IsDue(now)).ToArray();
        foreach (var board in over)
            board.Health = board.Health.OnProbation();
        return [.. over.Select(board => Happened(board, BoardEventKind.Well, now, "it is given another job"))];
    }

    private ClassSpread? SpreadFor(BoardRecord board) => board.Health.Figures is [.., var latest] ? SpreadOf(latest) : null;

    /// <summary>Of accepted runs that can be compared with one: those of sick boards are left out.</summary>
    private ClassSpread? SpreadOf(ReferenceFigure run) => ClassSpread.Of([.. _boards.Values
        .Where(board => board.Health.Sickness is null)
        .SelectMany(board => board.Health.Figures)
        .Where(other => (other.ModelSha256, other.BoardClass, other.RuntimeVersion, other.Threads)
            == (run.ModelSha256, run.BoardClass, run.RuntimeVersion, run.Threads))
        .Select(other => other.MedianMs)]);

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ms");
}
