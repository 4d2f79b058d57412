using DeepIoT.Protocol.V1;
using static DeepIoT.DeviceProfiler.Agent.AgentAction;
using static DeepIoT.DeviceProfiler.Agent.AgentEvent;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>
/// Everything a board agent decides, without streams, processes or clocks: one job at a time, answers kept until
/// they are delivered, heartbeats both ways, no new job while it drains.
/// </summary>
/// <param name="Link">Null while there is no stream.</param>
/// <param name="Job">Null while idle.</param>
/// <param name="Drain">Null while the board takes jobs.</param>
public sealed record AgentState(BoardDescription Board, AgentLink? Link = null, HeldJob? Job = null, AgentDrain? Drain = null)
{
    public const int ProtocolVersion = 1;

    /// <summary>Made anew by each start of the agent; empty tells the coordinator nothing.</summary>
    public string AgentId { get; init; } = "";

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    public bool IsAttached => Link?.Interval is not null;

    /// <summary>When <see cref="Woken"/> is due if nothing else happens; null is never.</summary>
    public TimeSpan? WakeAt => new[] { Link?.BeatDue, Link?.SilentAt, Drain is { IsOver: false } ? Drain.Until : null }.Min();

    /// <param name="now">Time since the agent's start by a clock that never jumps; boards set theirs after boot.</param>
    public (AgentState State, IReadOnlyList<AgentAction> Actions) On(AgentEvent happened, TimeSpan now)
    {
        var (next, actions) = happened switch
        {
            StreamOpened => Greet(now),
            StreamEnded => (Detached, []),
            Received received => Hear(received.Message, now),
            JobEnded ended => Answered(ended),
            DrainAsked asked => (this with { Drain = new(asked.Reason, now + asked.Limit) }, IsAttached ? [new Send(DrainingBecause(asked.Reason))] : []),
            Refused refused => (this, [new Leave(refused.Problem)]),
            Woken => Wake(now),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "unknown event"),
        };
        if (actions.Any(action => action is Send or Beat) && next.Link is not null)
            next = next with { Link = next.Link with { Sent = now } };
        return next.IsDone ? (next, [.. actions, new Leave()]) : (next, actions);
    }

    // Whether an answer on a broken stream arrived is unknown: it counts as not sent.
    private AgentState Detached => this with { Link = null, Job = Job is null ? null : Job with { BeatsSinceSent = null } };

    private bool IsDone => Drain is not null && (Job is null or { IsSent: true } || (Drain.IsOver && !Job.IsRunning));

    private (AgentState, AgentAction[]) Greet(TimeSpan now)
    {
        var holding = Job is { IsCancelled: true } ? Job.Next?.LeaseId : Job?.Lease;
        var hello = new BoardHello { Protocol = ProtocolVersion, Board = Board, HoldingLease = holding ?? "", AgentId = AgentId };
        return (this with { Link = new(now, now, null) }, [new Send(new() { Hello = hello })]);
    }

    private (AgentState, AgentAction[]) Hear(ToBoard message, TimeSpan now)
    {
        if (Link is null)
            return (this, []);
        var heard = this with { Link = Link with { Heard = now } };
        return message.KindCase switch
        {
            ToBoard.KindOneofCase.Welcome => heard.Welcomed(message.Welcome),
            ToBoard.KindOneofCase.Heartbeat => (heard.Counted(), []),
            ToBoard.KindOneofCase.Measure => heard.Offered(message.Measure),
            ToBoard.KindOneofCase.Cancel => heard.Cancelled(message.Cancel.LeaseId),
            // A kind of message that a later protocol adds.
            _ => (heard, []),
        };
    }

    private (AgentState, AgentAction[]) Welcomed(Welcome welcome)
    {
        var interval = welcome.HeartbeatInterval?.ToTimeSpan() is { Ticks: > 0 } asked ? asked : DefaultInterval;
        var (next, answer) = (this with { Link = Link! with { Interval = interval } }).Deliver();
        return Drain is null ? (next, answer) : (next, [new Send(DrainingBecause(Drain.Reason)), .. answer]);
    }

    private AgentState Counted()
    {
        if (Job is not { BeatsSinceSent: { } beats })
            return this;
        var job = Job with { BeatsSinceSent = beats + 1 };
        return this with { Job = job.IsDelivered ? null : job };
    }

    private (AgentState, AgentAction[]) Offered(MeasureJob job)
    {
        if (Job?.Lease == job.LeaseId && !Job.IsCancelled)
            return Job.IsRunning ? (this, [new Send(Started(job.LeaseId))]) : Deliver();
        if (Drain is not null)
            return (this, [new Send(TurnedAway(job.LeaseId, $"the board takes no new job: {Drain.Reason}"))]);
        if (Job is { IsCancelled: true })
            return (this with { Job = Job with { Next = job } }, []);
        if (Job is { IsRunning: true })
            return (this, [new Send(TurnedAway(job.LeaseId, $"the board is busy with lease {Job.Lease}"))]);
        // A new lease says that the coordinator is done with the one before, whether or not its answer arrived.
        return Begin(job);
    }

    private (AgentState, AgentAction[]) Begin(MeasureJob job)
    {
        AgentAction[] start = [new StartJob(job)];
        return (this with { Job = new(job.LeaseId) }, IsAttached ? [new Send(Started(job.LeaseId)), .. start] : start);
    }

    private (AgentState, AgentAction[]) Cancelled(string lease)
    {
        if (Job?.Next?.LeaseId == lease)
            return (this with { Job = Job with { Next = null } }, []);
        if (Job?.Lease != lease)
            return (this, []);
        return Job.IsRunning ? (this with { Job = Job with { IsCancelled = true } }, [new StopJob(lease)]) : (this with { Job = null }, []);
    }

    private (AgentState, AgentAction[]) Answered(JobEnded ended)
    {
        if (Job is not { IsRunning: true } || Job.Lease != ended.Lease)
            return (this, []);
        if (Job.IsCancelled)
            return Job.Next is { } next && Drain is not { IsOver: true } ? Begin(next) : (this with { Job = null }, []);
        return (this with { Job = Job with { Answer = ended.Answer } }).Deliver();
    }

    private (AgentState, AgentAction[]) Deliver() => IsAttached && Job is { Answer: { } answer }
        ? (this with { Job = Job with { BeatsSinceSent = 0 } }, [new Send(answer)])
        : (this, []);

    private (AgentState, AgentAction[]) Wake(TimeSpan now)
    {
        if (Drain is { IsOver: false } && now >= Drain.Until)
            return (this with { Drain = Drain with { IsOver = true } }, Job is { IsRunning: true } ? [new StopJob(Job.Lease)] : []);
        if (Link is null)
            return (this, []);
        if (now >= Link.SilentAt)
            return (Detached, [new HangUp(IsAttached ? "the coordinator fell silent" : "the coordinator did not welcome the board")]);
        return (this, now >= Link.BeatDue ? [new Beat()] : []);
    }

    private static FromBoard Started(string lease) => new() { Started = new() { LeaseId = lease } };

    private static FromBoard TurnedAway(string lease, string reason) => new() { Failed = new() { LeaseId = lease, Reason = reason } };

    private static FromBoard DrainingBecause(string reason) => new() { Draining = new() { Reason = reason } };
}
