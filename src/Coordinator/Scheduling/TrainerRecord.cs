using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>What the pool knows of one trainer: what it announced last, and what it has been given since.</summary>
internal sealed class TrainerRecord(TrainerAnnounced announced, DateTimeOffset now)
{
    public TrainerAnnounced Announced { get; private set; } = announced;

    public DateTimeOffset LastSeen { get; private set; } = now;

    /// <summary>Given to it and not announced by it yet.</summary>
    public Dictionary<TrialKey, Assignment> Assigned { get; } = [];

    /// <summary>It declined a trial: nothing more until it announces itself again.</summary>
    public bool Full { get; set; }

    public IEnumerable<TrialKey> Held => Announced.Running.Union(Assigned.Keys);

    public int FreeSlots => Announced.Leaving || Announced.Draining || Full ? 0 : Math.Max(0, Announced.Slots - Held.Count());

    public bool Holds(TrialKey key) => Assigned.ContainsKey(key) || Announced.Running.Contains(key);

    public void Heard(TrainerAnnounced announced, DateTimeOffset now)
    {
        (Announced, LastSeen, Full) = (announced, now, false);
        foreach (var key in announced.Running)
            Assigned.Remove(key);
    }

    public void Forget(TrialKey key)
    {
        Assigned.Remove(key);
        Announced.Running.Remove(key);
    }

    /// <summary>A trial handed to a trainer, and when.</summary>
    internal sealed record Assignment(SlotRequested Request, DateTimeOffset At);
}
