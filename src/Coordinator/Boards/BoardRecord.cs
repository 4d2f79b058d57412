using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

/// <summary>What the pool knows of one board.</summary>
internal sealed class BoardRecord(BoardDescription description, DateTimeOffset now)
{
    public BoardDescription Description { get; set; } = description;

    public DateTimeOffset LastSeen { get; set; } = now;

    /// <summary>The start of its agent; empty when it does not say.</summary>
    public string AgentId { get; set; } = "";

    /// <summary>Whether a stream of it is open.</summary>
    public bool Connected { get; set; }

    /// <summary>Another agent that asks to attach under this name, and since when; null when there is none.</summary>
    public Knock? Knock { get; set; }

    /// <summary>Why its agent leaves; null while it does not.</summary>
    public string? Leaving { get; set; }

    /// <summary>Null while its owner lets it take jobs.</summary>
    public KeptDrain? Drained { get; set; }

    public BoardHealth Health { get; set; } = BoardHealth.Unknown;

    public Lease? Lease { get; set; }

    public int Completed { get; set; }

    public int Failed { get; set; }

    public int Tainted { get; set; }

    public string Name => Description.Name;

    public bool IsDraining => Leaving is not null || Drained is not null;

    /// <summary>Whether it may have a lease: a reference run even while it is sick.</summary>
    public bool IsHere => Connected && !IsDraining;

    /// <summary>Whether it takes jobs, now or when its lease has ended.</summary>
    public bool TakesJobs => IsHere && Health.Sickness is null;

    public bool Free => TakesJobs && Lease is null;

    public BoardState State => this switch
    {
        { Connected: false } => BoardState.Offline,
        { IsDraining: true } => BoardState.Draining,
        { Health.Sickness: not null } => BoardState.Sick,
        { Lease: not null } => BoardState.Busy,
        _ => BoardState.Free,
    };

    public Board ToBoard(TimeSpan wall)
    {
        var board = new Board
        {
            Description = Description,
            State = State,
            LastSeen = Timestamp.FromDateTimeOffset(LastSeen + wall),
            JobsCompleted = Completed,
            JobsFailed = Failed,
            JobsTainted = Tainted,
            Reason = Reason(),
        };
        board.Campaigns.Add(Lease?.Job.Campaigns.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>());
        return board;
    }

    public KeptBoard ToKept(TimeSpan wall) => new()
    {
        Description = Description,
        LastSeen = Timestamp.FromDateTimeOffset(LastSeen + wall),
        AgentId = AgentId,
        Drained = Drained,
        Health = Health.ToKept(wall),
        JobsCompleted = Completed,
        JobsFailed = Failed,
        JobsTainted = Tainted,
    };

    public static BoardRecord From(KeptBoard kept) => new(kept.Description, kept.LastSeen.ToDateTimeOffset())
    {
        AgentId = kept.AgentId,
        Drained = kept.Drained,
        Health = BoardHealth.From(kept.Health),
        Completed = kept.JobsCompleted,
        Failed = kept.JobsFailed,
        Tainted = kept.JobsTainted,
    };

    // Everything that keeps it from working, the most lasting first.
    private string Reason() => string.Join("; ", new[]
    {
        Drained is { } drained ? $"drained{(drained.Reason.Length > 0 ? $": {drained.Reason}" : "")}" : null,
        Connected ? Leaving : null,
        Health.Sickness?.Reason,
        Lease is { Job.IsReference: true } ? "reference run" : null,
    }.OfType<string>());
}
