using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>
/// Which trainer runs what, and whose turn it is. Soft state: trainers announce themselves, campaigns repeat their
/// requests, so one that starts empty knows everything after a round. Trainers are told apart by address.
/// </summary>
/// <param name="trialsPerUser">Slots that one user may hold; null for any number.</param>
internal sealed partial class TrainerPoolState(DateTimeOffset started, int? trialsPerUser = null)
{
    /// <summary>How often trainers announce themselves; three missed are a death.</summary>
    public static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(2);

    // A trainer that lost its coordinator takes this long at most to find the next one.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(40);

    // A trial handed over and still not announced after this never arrived.
    private static readonly TimeSpan AssignmentLimit = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, TrainerRecord> _trainers = [];
    private readonly List<SlotRequested> _waiting = [];
    private readonly Dictionary<string, string> _owners = [];

    /// <summary>Trials that wait for a slot, and that have one.</summary>
    public (int Waiting, int Running) Queue => (_waiting.Count, _trainers.Values.Sum(trainer => trainer.Held.Count()));

    /// <summary>Trainers that stay, and that are handing their trials back.</summary>
    public (int Staying, int Leaving) Trainers =>
        (_trainers.Values.Count(trainer => !trainer.Announced.Leaving), _trainers.Values.Count(trainer => trainer.Announced.Leaving));

    /// <summary>How many have gone so far that had not said they would.</summary>
    public int Missing { get; private set; }

    public IReadOnlyList<PoolEffect> Announce(TrainerAnnounced announced, DateTimeOffset now)
    {
        if (_trainers.TryGetValue(announced.Address, out var trainer))
            trainer.Heard(announced, now);
        else
            _trainers[announced.Address] = trainer = new TrainerRecord(announced, now);
        var welcome = new TrainerWelcomed { AnnounceInterval = Duration.FromTimeSpan(AnnounceInterval) };
        List<PoolEffect> effects = [new(announced.Address, welcome)];
        foreach (var (key, assignment) in trainer.Assigned.ToArray())
        {
            if (now - assignment.At < AssignmentLimit)
                continue;
            trainer.Assigned.Remove(key);
            effects.Add(Lost(key, $"{announced.Name} never started it"));
        }

        _waiting.RemoveAll(request => announced.Running.Contains(request.Key()));
        return [.. effects, .. HandOut(now)];
    }

    public IReadOnlyList<PoolEffect> Request(SlotRequested request, DateTimeOffset now)
    {
        var key = request.Key();
        _owners[key.CampaignId] = request.Owner;
        if (Holder(key) is not null)
            return [];
        var effects = StopOlder(key);
        var place = _waiting.FindIndex(other => SameTrial(other.Key(), key));
        if (place >= 0)
            _waiting[place] = request;
        else
            _waiting.Add(request);
        return [.. effects, .. HandOut(now)];
    }

    public IReadOnlyList<PoolEffect> Withdraw(SlotWithdrawn withdrawn, DateTimeOffset now)
    {
        var (key, reason) = (withdrawn.Key, withdrawn.Reason);
        _waiting.RemoveAll(request => request.Key().Equals(key));
        if (Holder(key) is not { } trainer)
            return [];
        trainer.Forget(key);
        return [Stop(trainer, key, reason), .. HandOut(now)];
    }

    public IReadOnlyList<PoolEffect> Expected(TrialExpected expected, DateTimeOffset now)
    {
        _owners[expected.Key.CampaignId] = expected.Owner;
        if (Holder(expected.Key) is not null || now - started < Settling)
            return [];
        return [Lost(expected.Key, $"{expected.Trainer} does not run it any more")];
    }

    public IReadOnlyList<PoolEffect> Retarget(RetargetTrial retarget) => ToHolder(retarget.Key, retarget);

    /// <summary>Its slot is free once the trainer has handed it back.</summary>
    public IReadOnlyList<PoolEffect> Return(ReturnTrial wanted) => ToHolder(wanted.Key, wanted);

    public IReadOnlyList<PoolEffect> Declined(TrialDeclined declined, DateTimeOffset now)
    {
        if (Holder(declined.Key) is not { } trainer || !trainer.Assigned.Remove(declined.Key, out var assignment))
            return [];
        trainer.Full = true;
        _waiting.Insert(0, assignment.Request);
        return HandOut(now);
    }

    /// <summary>Takes trainers that have been silent for three intervals for dead, and tells who waits why.</summary>
    public IReadOnlyList<PoolEffect> Tick(DateTimeOffset now)
    {
        var silent = _trainers.Where(pair => now - pair.Value.LastSeen > 3 * AnnounceInterval).Select(pair => pair.Key).ToArray();
        List<PoolEffect> effects = [.. silent.SelectMany(address => Gone(address, now)), .. HandOut(now)];
        effects.AddRange(SlotWaits.Of(_waiting, Turns(), OwnerOf, [.. _trainers.Values])
            .Select(wait => new PoolEffect(null, wait)));
        ForgetOwners();
        return effects;
    }

    /// <summary>The trainer at <paramref name="address"/> is gone, and with it what it ran.</summary>
    public IReadOnlyList<PoolEffect> Gone(string address, DateTimeOffset now)
    {
        if (!_trainers.Remove(address, out var trainer))
            return [];
        Missing += trainer.Announced.Leaving ? 0 : 1;
        var lost = trainer.Held.Where(key => Holder(key) is null).ToArray();
        return [.. lost.Select(key => Lost(key, $"{trainer.Announced.Name} is gone")), .. HandOut(now)];
    }

    public ListTrainersReply List()
    {
        var reply = new ListTrainersReply();
        reply.Trainers.Add(_trainers.Values.OrderBy(trainer => trainer.Announced.Name, StringComparer.Ordinal).Select(Shown));
        return reply;
    }

    private static Trainer Shown(TrainerRecord trainer)
    {
        var shown = new Trainer
        {
            Name = trainer.Announced.Name,
            Address = trainer.Announced.Address,
            Slots = trainer.Announced.Slots,
            LastSeen = Timestamp.FromDateTimeOffset(trainer.LastSeen),
            TorchVersion = trainer.Announced.TorchVersion,
            Draining = trainer.Announced.Draining,
        };
        shown.Running.Add(trainer.Held.Select(key => new RunningTrial
        {
            CampaignId = key.CampaignId,
            TrialId = key.TrialId,
            Attempt = key.Attempt,
        }));
        return shown;
    }

    private List<PoolEffect> HandOut(DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        if (_waiting.Count == 0)
            return effects;
        using var turns = Turns().Take([.. _waiting]).GetEnumerator();
        while (_trainers.Values.MaxBy(trainer => trainer.FreeSlots) is { FreeSlots: > 0 } trainer && turns.MoveNext())
        {
            var next = turns.Current;
            _waiting.Remove(next);
            trainer.Assigned[next.Key()] = new TrainerRecord.Assignment(next, now);
            effects.Add(new PoolEffect(trainer.Announced.Address, next.Job()));
        }

        return effects;
    }

    private SlotTurns Turns()
    {
        var turns = new SlotTurns(OwnerOf, trialsPerUser);
        foreach (var key in _trainers.Values.SelectMany(trainer => trainer.Held))
            turns.Hold(key.CampaignId);
        return turns;
    }

    // Until a campaign has spoken its trials are nobody's.
    private string OwnerOf(string campaignId) => _owners.GetValueOrDefault(campaignId, "");

    private void ForgetOwners()
    {
        var known = _trainers.Values.SelectMany(trainer => trainer.Held).Concat(_waiting.Select(request => request.Key()))
            .Select(key => key.CampaignId).ToHashSet();
        foreach (var campaign in _owners.Keys.Where(campaign => !known.Contains(campaign)).ToArray())
            _owners.Remove(campaign);
    }

    private IReadOnlyList<PoolEffect> ToHolder(TrialKey key, IMessage message) =>
        Holder(key) is { } trainer ? [new(trainer.Announced.Address, message)] : [];

    private TrainerRecord? Holder(TrialKey key) => _trainers.Values.FirstOrDefault(trainer => trainer.Holds(key));

    private PoolEffect[] StopOlder(TrialKey key)
    {
        var older =
            from trainer in _trainers.Values
            from held in trainer.Held
            where SameTrial(held, key) && held.Attempt < key.Attempt
            select (trainer, held);
        return [.. older.ToArray().Select(old =>
        {
            old.trainer.Forget(old.held);
            return Stop(old.trainer, old.held, "a later attempt takes its place");
        })];
    }

    private static bool SameTrial(TrialKey a, TrialKey b) => a.CampaignId == b.CampaignId && a.TrialId == b.TrialId;

    private static PoolEffect Lost(TrialKey key, string reason) =>
        new(null, new TrialLost { Key = key, Reason = reason });

    private static PoolEffect Stop(TrainerRecord trainer, TrialKey key, string reason) =>
        new(trainer.Announced.Address, new StopTrial { Key = key, Reason = reason });
}
