using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

/// <summary>What the pool knows of one board.</summary>
internal sealed class BoardRecord(BoardDescription description, DateTimeOffset now)
{
    public BoardDescription Description { get; set; } = description;

    public DateTimeOffset LastSeen { get; set; } = now;

    /// <summary>Whether a stream of it is open.</summary>
    public bool Connected { get; set; } = true;

    public bool Draining { get; set; }

    public Lease? Lease { get; set; }

    public int Completed { get; set; }

    public int Failed { get; set; }

    public string Name => Description.Name;

    public bool Free => Connected && !Draining && Lease is null;

    public Board ToBoard() => new()
    {
        Description = Description,
        State = this switch
        {
            { Connected: false } => BoardState.Offline,
            { Draining: true } => BoardState.Draining,
            { Lease: not null } => BoardState.Busy,
            _ => BoardState.Free,
        },
        LastSeen = Timestamp.FromDateTimeOffset(LastSeen),
        JobsCompleted = Completed,
        JobsFailed = Failed,
    };
}
