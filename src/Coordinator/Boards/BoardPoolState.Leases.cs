using DeepIoT.Protocol.Cluster;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

internal sealed partial class BoardPoolState
{
    // The board's own deadline comes first, so that it can say what went wrong.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Long enough to even out what campaigns get, short enough that a campaign of yesterday owes nothing.
    private static readonly TimeSpan ShareMemory = TimeSpan.FromMinutes(10);

    /// <summary>Failed tries after which a job is given up.</summary>
    private const int MostTries = 3;

    private readonly List<MeasurementJob> _jobs = [];
    private readonly Dictionary<string, Lease> _leases = [];
    private readonly FairShare _share = new(leaseTime + Margin > ShareMemory ? leaseTime + Margin : ShareMemory);
    private int _granted;

    public IReadOnlyDictionary<string, Lease> Leases => _leases;

    /// <summary>Of each class with a job that campaigns want, how many wait for a board and how many have one.</summary>
    public IEnumerable<(string Class, int Waiting, int Leased)> Jobs =>
        from job in _jobs
        group job by job.Key.BoardClass into jobs
        select (jobs.Key, jobs.Count(job => job.Lease is null), jobs.Count(job => job.Lease is not null));

    public bool Has(MeasurementKey key) => _jobs.Exists(job => job.Key.Equals(key));

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

    public void Started(string leaseId)
    {
        if (_leases.TryGetValue(leaseId, out var lease))
            lease.IsStarted = true;
    }

    public IReadOnlyList<BoardEffect> Complete(LeaseCompleted completed, DateTimeOffset now)
    {
        if (!_leases.TryGetValue(completed.LeaseId, out var lease))
            return [];
        if (MeasurementRules.Fault(completed.Measurement) is { } fault)
            return [.. Fail(lease, new LeaseFailed { Reason = fault }, now), .. HandOut(now)];
        // The class is what makes readings comparable: the pool knows which one the board attached with.
        var measurement = completed.Measurement;
        (measurement.Board, measurement.BoardClass) = (lease.Board.Name, lease.Job.Key.BoardClass);
        End(lease);
        if (lease.Job.IsReference)
            return [.. Judge(lease.Board, measurement, now), .. HandOut(now)];
        lease.Board.Completed++;
        lease.Board.Tainted += measurement.Tainted.Count > 0 ? 1 : 0;
        lease.Board.Health = lease.Board.Health.Worked();
        _jobs.Remove(lease.Job);
        var answers = ToAll(lease.Job, campaign => new MeasurementCompleted
        {
            CampaignId = campaign,
            Key = lease.Job.Key,
            Measurement = measurement,
        });
        return [.. answers, .. HandOut(now)];
    }

    public IReadOnlyList<BoardEffect> Fail(LeaseFailed failed, DateTimeOffset now) =>
        _leases.TryGetValue(failed.LeaseId, out var lease) ? [.. Fail(lease, failed, now), .. HandOut(now)] : [];

    private List<BoardEffect> HandOut(DateTimeOffset now)
    {
        var effects = HandOutReferences(now);
        while (_share.Next(_jobs.Where(job => job.Lease is null && BoardFor(job) is not null), now) is { } job)
        {
            var board = BoardFor(job)!;
            _share.Granted(job, now);
            effects.Add(Grant(job, board, now));
            effects.AddRange(ToAll(job, campaign => new MeasurementLeased
            {
                CampaignId = campaign,
                Key = job.Key,
                Board = board.Name,
            }));
        }

        return effects;
    }

    private BoardEffect Grant(MeasurementJob job, BoardRecord board, DateTimeOffset now)
    {
        var lease = new Lease($"{leasePrefix}-{++_granted}", job, board, now, now + leaseTime + Margin);
        _leases[lease.Id] = job.Lease = board.Lease = lease;
        return new BoardEffect(board.Name, new LeaseGranted
        {
            LeaseId = lease.Id,
            ModelSha256 = job.Key.ModelSha256,
            Protocol = job.Key.Protocol,
            Deadline = Duration.FromTimeSpan(leaseTime),
            Reference = job.IsReference,
        });
    }

    /// <summary>A free board of the class; one that failed at the job only when the class has no other.</summary>
    private BoardRecord? BoardFor(MeasurementJob job)
    {
        var ofClass = _boards.Values.Where(board => board.TakesJobs && board.Description.BoardClass == job.Key.BoardClass).ToArray();
        var untried = ofClass.Where(board => !job.FailedBoards.Contains(board.Name)).ToArray();
        return (untried.Length > 0 ? untried : ofClass).FirstOrDefault(board => board.Free);
    }

    private List<BoardEffect> Fail(Lease lease, LeaseFailed failed, DateTimeOffset now)
    {
        if (lease.Job.IsReference || failed.BoardAtFault)
        {
            End(lease);
            lease.Board.Failed += lease.Job.IsReference ? 0 : 1;
            return FallSick(lease.Board, failed.Reason, byFigures: false, now);
        }

        return Abandon(lease, failed.Reason, failed.ModelAtFault);
    }

    /// <summary>The board has vanished. Where it did not even begin, that says nothing of the job.</summary>
    private List<BoardEffect> Vanish(Lease lease, string reason)
    {
        if (lease.IsStarted)
            return Abandon(lease, reason);
        End(lease);
        return [];
    }

    /// <summary>A try at a job is over without a measurement. A reference run is simply run again.</summary>
    private List<BoardEffect> Abandon(Lease lease, string reason, bool modelAtFault = false)
    {
        End(lease);
        var job = lease.Job;
        if (job.IsReference)
            return [];
        lease.Board.Failed++;
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
