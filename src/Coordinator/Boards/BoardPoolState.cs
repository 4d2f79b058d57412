using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// Which board measures what. Soft state: boards attach again and campaigns repeat their requests, so one that
/// starts empty knows everything after a round.
/// </summary>
/// <param name="leasePrefix">Makes the leases of this pool differ from those of the one before it.</param>
/// <param name="leaseTime">How long a board has for one job before the lease ends.</param>
internal sealed class BoardPoolState(string leasePrefix, TimeSpan leaseTime)
{
    /// <summary>How often boards and sessions send heartbeats; three missed end a lease.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    // The board's own deadline comes first, so that it can say what went wrong.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Long enough to even out what campaigns get, short enough that a campaign of yesterday owes nothing.
    private static readonly TimeSpan ShareMemory = TimeSpan.FromMinutes(10);

    /// <summary>Failed tries after which a job is given up.</summary>
    private const int MostTries = 3;

    private readonly Dictionary<string, BoardRecord> _boards = [];
    private readonly List<MeasurementJob> _jobs = [];
    private readonly Dictionary<string, Lease> _leases = [];
    private readonly FairShare _share = new(leaseTime + Margin > ShareMemory ? leaseTime + Margin : ShareMemory);
    private int _granted;

    /// <summary>Classes with a board that is here to take jobs.</summary>
    public IEnumerable<string> AttachedClasses =>
        _boards.Values.Where(board => board.Connected && !board.Draining).Select(board => board.Description.BoardClass).Distinct().Order();

    public IReadOnlyDictionary<string, Lease> Leases => _leases;

    public bool Has(MeasurementKey key) => _jobs.Exists(job => job.Key.Equals(key));

    public ListBoardsReply List()
    {
        var reply = new ListBoardsReply();
        reply.Boards.Add(_boards.Values.OrderBy(board => board.Name, StringComparer.Ordinal).Select(board => board.ToBoard()));
        return reply;
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
        (board.Description, board.LastSeen, board.Connected, board.Draining) = (attached.Board, now, true, false);
        if (!heldOn && board.Lease is { } dropped)
            effects.AddRange(Fail(dropped, $"{name} came back without the job", false));
        if (!heldOn && attached.HoldingLease != "")
            effects.Add(new BoardEffect(name, new LeaseEnded { LeaseId = attached.HoldingLease }));
        return [.. effects, .. HandOut(now)];
    }

    public IReadOnlyList<BoardEffect> Heard(string name, DateTimeOffset now)
    {
        if (!_boards.TryGetValue(name, out var board) || !board.Connected)
            return [new BoardEffect(name, new BoardUnknown { Board = name })];
        board.LastSeen = now;
        return [];
    }

    public IReadOnlyList<BoardEffect> Drain(string name)
    {
        if (_boards.TryGetValue(name, out var board))
            board.Draining = true;
        return [];
    }

    /// <summary>The stream has ended. A lease lives on for a while: the board may come back and go on with it.</summary>
    public IReadOnlyList<BoardEffect> Detach(string name)
    {
        if (_boards.TryGetValue(name, out var board))
            board.Connected = false;
        return [];
    }

    public IReadOnlyList<BoardEffect> Request(MeasurementRequested request, DateTimeOffset now)
    {
        var job = _jobs.Find(job => job.Key.Equals(request.Key));
        if (job is null)
        {
            var place = request.Urgent ? _jobs.FindIndex(other => other.Lease is null && other.IsOnlyOf(request.CampaignId)) : -1;
            _jobs.Insert(place < 0 ? _jobs.Count : place, job = new MeasurementJob(request.Key, request.TraceParent));
        }

        job.Campaigns[request.CampaignId] = request.Priority;
        foreach (var failed in request.FailedBoards.Except(job.FailedBoards).ToArray())
            job.FailedBoards.Add(failed);
        return HandOut(now);
    }

    public IReadOnlyList<BoardEffect> Withdraw(MeasurementWithdrawn withdrawn, DateTimeOffset now)
    {
        if (_jobs.Find(job => job.Key.Equals(withdrawn.Key)) is not { } job)
            return [];
        job.Campaigns.Remove(withdrawn.CampaignId);
        if (job.Campaigns.Count > 0)
            return [];
        _jobs.Remove(job);
        if (job.Lease is not { } lease)
            return [];
        End(lease);
        return [new BoardEffect(lease.Board.Name, new LeaseEnded { LeaseId = lease.Id }), .. HandOut(now)];
    }

    public IReadOnlyList<BoardEffect> Complete(LeaseCompleted completed, DateTimeOffset now)
    {
        if (!_leases.TryGetValue(completed.LeaseId, out var lease))
            return [];
        if (MeasurementRules.Fault(completed.Measurement) is { } fault)
            return [.. Fail(lease, fault, false), .. HandOut(now)];
        End(lease);
        lease.Board.Completed++;
        _jobs.Remove(lease.Job);
        // The class is what makes readings comparable: the pool knows which one the board attached with.
        var measurement = completed.Measurement;
        (measurement.Board, measurement.BoardClass) = (lease.Board.Name, lease.Job.Key.BoardClass);
        var answers = ToAll(lease.Job, campaign => new MeasurementCompleted
        {
            CampaignId = campaign,
            Key = lease.Job.Key,
            Measurement = measurement,
        });
        return [.. answers, .. HandOut(now)];
    }

    public IReadOnlyList<BoardEffect> Fail(LeaseFailed failed, DateTimeOffset now) =>
        _leases.TryGetValue(failed.LeaseId, out var lease)
            ? [.. Fail(lease, failed.Reason, failed.ModelAtFault), .. HandOut(now)]
            : [];

    /// <summary>Ends leases whose board is silent or whose time is up.</summary>
    public IReadOnlyList<BoardEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<BoardEffect>();
        foreach (var board in _boards.Values.Where(board => now - board.LastSeen > 3 * HeartbeatInterval))
        {
            board.Connected = false;
            if (board.Lease is { } lease)
                effects.AddRange(Fail(lease, $"{board.Name} went silent while measuring", false));
        }

        foreach (var lease in _leases.Values.Where(lease => now > lease.Deadline).ToArray())
        {
            effects.Add(new BoardEffect(lease.Board.Name, new LeaseEnded { LeaseId = lease.Id }));
            effects.AddRange(Fail(lease, $"{lease.Board.Name} did not finish in {leaseTime.TotalSeconds:0} s", false));
        }

        return [.. effects, .. HandOut(now)];
    }

    private List<BoardEffect> HandOut(DateTimeOffset now)
    {
        var effects = new List<BoardEffect>();
        while (_share.Next(_jobs.Where(job => job.Lease is null && BoardFor(job) is not null), now) is { } job)
        {
            var board = BoardFor(job)!;
            _share.Granted(job, now);
            var lease = new Lease($"{leasePrefix}-{++_granted}", job, board, now, now + leaseTime + Margin);
            _leases[lease.Id] = job.Lease = board.Lease = lease;
            effects.Add(new BoardEffect(board.Name, new LeaseGranted
            {
                LeaseId = lease.Id,
                ModelSha256 = job.Key.ModelSha256,
                Protocol = job.Key.Protocol,
                Deadline = Duration.FromTimeSpan(leaseTime),
            }));
            effects.AddRange(ToAll(job, campaign => new MeasurementLeased
            {
                CampaignId = campaign,
                Key = job.Key,
                Board = board.Name,
            }));
        }

        return effects;
    }

    /// <summary>A free board of the class; one that failed at the job only when the class has no other.</summary>
    private BoardRecord? BoardFor(MeasurementJob job)
    {
        var ofClass = _boards.Values
            .Where(board => board.Connected && !board.Draining && board.Description.BoardClass == job.Key.BoardClass)
            .ToArray();
        var untried = ofClass.Where(board => !job.FailedBoards.Contains(board.Name)).ToArray();
        return (untried.Length > 0 ? untried : ofClass).FirstOrDefault(board => board.Free);
    }

    private List<BoardEffect> Fail(Lease lease, string reason, bool modelAtFault)
    {
        End(lease);
        lease.Board.Failed++;
        var job = lease.Job;
        job.FailedBoards.Add(lease.Board.Name);
        var gaveUp = modelAtFault || job.FailedBoards.Count >= MostTries;
        if (gaveUp)
            _jobs.Remove(job);
        return ToAll(job, campaign => new MeasurementFailed
        {
            CampaignId = campaign,
            Key = job.Key,
            Board = lease.Board.Name,
            Reason = reason,
            GaveUp = gaveUp,
        });
    }

    private void End(Lease lease)
    {
        _leases.Remove(lease.Id);
        lease.Board.Lease = null;
        lease.Job.Lease = null;
    }

    private static List<BoardEffect> ToAll(MeasurementJob job, Func<string, IMessage> message) =>
        [.. job.Campaigns.Keys.Order(StringComparer.Ordinal).Select(campaign => new BoardEffect(null, message(campaign)))];
}
