using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// Which board measures what. Leases, requests and streams are soft: boards attach again and campaigns repeat their
/// requests, so a pool that starts knows all of them after a round. What boards have shown of themselves, and what their
/// owners said, is kept: it comes with <paramref name="kept"/>, and every <see cref="BoardEvent"/> among the effects
/// asks for the board to be stored again.
/// </summary>
/// <remarks>Its times never jump; what it shows and keeps is moved to the wall clock by whoever asks.</remarks>
/// <param name="leasePrefix">Makes the leases of this pool differ from those of the one before it.</param>
/// <param name="leaseTime">How long a board has for one job before the lease ends.</param>
/// <param name="reference">Null where boards are not compared.</param>
internal sealed partial class BoardPoolState(
    string leasePrefix, TimeSpan leaseTime, ReferencePlan? reference = null, IEnumerable<KeptBoard>? kept = null)
{
    /// <summary>How often boards and sessions send heartbeats; three missed end a lease.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Silence = 3 * HeartbeatInterval;

    private readonly Dictionary<string, BoardRecord> _boards = (kept ?? []).Select(BoardRecord.From).ToDictionary(board => board.Name);

    /// <summary>Classes with a board that is here to take jobs.</summary>
    public IEnumerable<string> AttachedClasses =>
        _boards.Values.Where(board => board.TakesJobs).Select(board => board.Description.BoardClass).Distinct().Order();

    /// <summary>Every class that is remembered, by how its boards are.</summary>
    public IEnumerable<ClassBoards> Classes =>
        from board in _boards.Values
        group board.State by board.Description.BoardClass into states
        orderby states.Key
        select new ClassBoards
        {
            BoardClass = states.Key,
            Free = states.Count(state => state == BoardState.Free),
            Busy = states.Count(state => state == BoardState.Busy),
            Sick = states.Count(state => state == BoardState.Sick),
            Draining = states.Count(state => state == BoardState.Draining),
            Offline = states.Count(state => state == BoardState.Offline),
        };

    public IEnumerable<string> Connected => _boards.Values.Where(board => board.Connected).Select(board => board.Name);

    /// <param name="wall">By how much the wall clock is ahead of the times here.</param>
    public ListBoardsReply List(TimeSpan wall = default)
    {
        var reply = new ListBoardsReply();
        reply.Boards.Add(_boards.Values.OrderBy(board => board.Name, StringComparer.Ordinal).Select(board => board.ToBoard(wall)));
        return reply;
    }

    /// <summary>Null for a name that is not remembered.</summary>
    public Board? Board(string name, TimeSpan wall = default) => _boards.GetValueOrDefault(name)?.ToBoard(wall);

    /// <summary>Null for a name that is not remembered.</summary>
    public KeptBoard? Kept(string name, TimeSpan wall = default) => _boards.GetValueOrDefault(name)?.ToKept(wall);

    /// <summary>All but the history. Null for a name that is not remembered.</summary>
    public BoardDetails? Details(string name, TimeSpan wall = default)
    {
        if (!_boards.TryGetValue(name, out var board))
            return null;
        var details = new BoardDetails { Board = board.ToBoard(wall), Spread = SpreadFor(board)?.ToWire() };
        if (board.Health.Figures is [.., var latest])
            details.ReferenceMs = latest.MedianMs;
        if (board.Health.DueAt is { } due && reference is not null)
            details.NextReference = Timestamp.FromDateTimeOffset(due + wall);
        return details;
    }

    /// <summary>Whether a stream may speak for the board. Only a sign of life after it came can refuse it.</summary>
    /// <param name="sameStream">It is the one that speaks already.</param>
    public Admission Admit(BoardAttached attached, bool sameStream, DateTimeOffset now)
    {
        if (!_boards.TryGetValue(attached.Board.Name, out var board)
            || sameStream
            || !board.Connected
            || now - board.LastSeen > Silence
            || (attached.AgentId != "" && attached.AgentId == board.AgentId))
            return Admission.Welcomed;
        if (board.Knock?.AgentId != attached.AgentId || now - board.Knock.Since > 2 * Silence)
            board.Knock = new Knock(attached.AgentId, now);
        if (board.LastSeen <= board.Knock.Since)
            return Admission.Waiting;
        board.Knock = null;
        return Admission.Refused;
    }

    public IReadOnlyList<BoardEffect> Attach(BoardAttached attached, DateTimeOffset now)
    {
        var name = attached.Board.Name;
        var effects = new List<BoardEffect>
        {
            new(name, new BoardWelcomed { HeartbeatInterval = Duration.FromTimeSpan(HeartbeatInterval) }),
        };
        if (!_boards.TryGetValue(name, out var board))
            _boards[name] = board = new BoardRecord(attached.Board, now);
        var heldOn = board.Lease is { } lease && lease.Id == attached.HoldingLease
            && board.Description.BoardClass == attached.Board.BoardClass;
        var isNews = !board.Connected;
        var isStarted = attached.AgentId == "" || attached.AgentId != board.AgentId || board.Description.BoardClass != attached.Board.BoardClass;
        (board.Description, board.LastSeen, board.Connected, board.Leaving, board.Knock) = (attached.Board, now, true, null, null);
        board.AgentId = attached.AgentId;
        if (!heldOn && board.Lease is { } dropped)
            effects.AddRange(Vanish(dropped, $"{name} came back without the job"));
        if (!heldOn && attached.HoldingLease != "")
            effects.Add(new BoardEffect(name, new LeaseEnded { LeaseId = attached.HoldingLease }));
        if (isStarted && reference is not null)
            board.Health = board.Health.Started(now);
        if (isNews)
            effects.Add(Happened(board, BoardEventKind.Attached, now, $"as {attached.Board.BoardClass}{(attached.Board.AgentVersion is { Length: > 0 } version ? $", agent {version}" : "")}"));
        return [.. effects, .. HandOut(now)];
    }

    public IReadOnlyList<BoardEffect> Heard(string name, DateTimeOffset now)
    {
        if (!_boards.TryGetValue(name, out var board) || !board.Connected)
            return [new BoardEffect(name, new BoardUnknown { Board = name })];
        board.LastSeen = now;
        return [];
    }

    /// <summary>Its agent is about to leave.</summary>
    public IReadOnlyList<BoardEffect> Leave(string name, string reason)
    {
        if (_boards.TryGetValue(name, out var board))
            board.Leaving = reason;
        return [];
    }

    /// <summary>Its owner wants it to take no more jobs. Null for a name that is not remembered.</summary>
    public IReadOnlyList<BoardEffect>? Drain(string name, string reason, DateTimeOffset now)
    {
        if (!_boards.TryGetValue(name, out var board))
            return null;
        if (board.Drained is not null)
            return [];
        board.Drained = new KeptDrain { Since = Timestamp.FromDateTimeOffset(now), Reason = reason };
        return [Happened(board, BoardEventKind.Drained, now, reason)];
    }

    /// <summary>Whatever was done to it meanwhile, it shows in a reference run. Null for a name that is not remembered.</summary>
    public IReadOnlyList<BoardEffect>? Resume(string name, DateTimeOffset now)
    {
        if (!_boards.TryGetValue(name, out var board))
            return null;
        if (board.Drained is null)
            return [];
        board.Drained = null;
        if (reference is not null)
            board.Health = board.Health.Started(now);
        return [Happened(board, BoardEventKind.Resumed, now), .. HandOut(now)];
    }

    /// <summary>The stream has ended. A lease lives on for a while: the board may come back and go on with it.</summary>
    /// <param name="reason">In words, unless its agent has given one.</param>
    public IReadOnlyList<BoardEffect> Detach(string name, DateTimeOffset now, string reason = "its stream ended")
    {
        if (!_boards.TryGetValue(name, out var board) || !board.Connected)
            return [];
        board.Connected = false;
        return [Happened(board, BoardEventKind.Detached, now, board.Leaving ?? reason)];
    }

    /// <summary>Ends leases whose board is silent or whose time is up.</summary>
    public IReadOnlyList<BoardEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<BoardEffect>();
        foreach (var board in _boards.Values.Where(board => now - board.LastSeen > Silence))
        {
            if (board.Connected)
                effects.Add(Happened(board, BoardEventKind.Detached, now, "it went silent"));
            board.Connected = false;
            if (board.Lease is { } lease)
                effects.AddRange(Vanish(lease, $"{board.Name} went silent while measuring"));
        }

        foreach (var lease in _leases.Values.Where(lease => now > lease.Deadline).ToArray())
        {
            effects.Add(new BoardEffect(lease.Board.Name, new LeaseEnded { LeaseId = lease.Id }));
            effects.AddRange(Fail(lease, new LeaseFailed { Reason = $"{lease.Board.Name} did not finish in {leaseTime.TotalSeconds:0} s" }, now));
        }

        return [.. effects, .. EndProbations(now), .. HandOut(now)];
    }

    private static BoardEffect Happened(BoardRecord board, BoardEventKind kind, DateTimeOffset now, string detail = "", double? referenceMs = null)
    {
        var happened = new BoardEvent { At = Timestamp.FromDateTimeOffset(now), Kind = kind, Detail = detail };
        if (referenceMs is { } figure)
            happened.ReferenceMs = figure;
        return new BoardEffect(board.Name, happened);
    }
}
