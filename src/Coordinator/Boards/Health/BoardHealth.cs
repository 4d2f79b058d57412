using System.Collections.Immutable;
using DeepIoT.Protocol.Ledger;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards.Health;

/// <summary>
/// Whether a board is to be believed: well until a run of the reference model, or the board itself, says otherwise;
/// sick until it passes one.
/// </summary>
/// <param name="Figures">Accepted runs, the latest last.</param>
/// <param name="DueAt">When it is to run the reference model next; null when that is not planned.</param>
/// <param name="Fruitless">Runs in a row that failed or decided nothing.</param>
/// <param name="Sickness">Null while it is well.</param>
internal sealed record BoardHealth(ImmutableList<ReferenceFigure> Figures, DateTimeOffset? DueAt, int Fruitless, Sickness? Sickness)
{
    /// <summary>So few that no board outvotes its class.</summary>
    public const int MostFigures = 5;

    public static BoardHealth Unknown { get; } = new([], null, 0, null);

    public bool IsDue(DateTimeOffset now) => DueAt <= now;

    /// <summary>An agent has been started: whatever was changed meanwhile, it shows at once.</summary>
    public BoardHealth Started(DateTimeOffset now) => this with { DueAt = now };

    public BoardHealth Passed(ReferenceFigure figure, DateTimeOffset next) =>
        new([.. Figures.TakeLast(MostFigures - 1), figure], next, 0, null);

    /// <summary>A disturbed run says nothing of the board's figures, but that the board can do its work.</summary>
    public BoardHealth Undecided(DateTimeOffset now, TimeSpan retry) =>
        Later(now, retry) with { Sickness = Sickness is { ByFigures: true } ? Sickness : null };

    public BoardHealth Fell(string reason, bool byFigures, DateTimeOffset now, TimeSpan retry) =>
        Later(now, retry) with { Sickness = new Sickness(reason, Sickness?.Since ?? now, byFigures) };

    /// <summary>Where boards are not compared, one that fell sick is given another job after a pause.</summary>
    public BoardHealth OnProbation() => this with { Sickness = null, DueAt = null };

    /// <summary>A job was done: the next fault is the first again.</summary>
    public BoardHealth Worked() => Sickness is null && Fruitless > 0 && DueAt is null ? this with { Fruitless = 0 } : this;

    private BoardHealth Later(DateTimeOffset now, TimeSpan retry) =>
        this with { Fruitless = Fruitless + 1, DueAt = now + ReferencePlan.Pause(retry, Fruitless + 1) };

    public static BoardHealth From(KeptHealth? kept) => kept is null ? Unknown : new(
        [.. kept.Figures],
        kept.DueAt?.ToDateTimeOffset(),
        kept.Fruitless,
        kept.Sickness is { } sickness ? new Sickness(sickness.Reason, sickness.Since.ToDateTimeOffset(), sickness.ByFigures) : null);

    public KeptHealth ToKept(TimeSpan wall)
    {
        var kept = new KeptHealth { Fruitless = Fruitless };
        kept.Figures.Add(Figures);
        if (DueAt is { } due)
            kept.DueAt = Timestamp.FromDateTimeOffset(due + wall);
        if (Sickness is { } sickness)
            kept.Sickness = new KeptSickness { Reason = sickness.Reason, ByFigures = sickness.ByFigures, Since = Timestamp.FromDateTimeOffset(sickness.Since + wall) };
        return kept;
    }
}
