using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.TrainerNode.Slots;

/// <summary>Which attempts hold a slot, and whether another may have one.</summary>
internal sealed record SlotTable(int Slots, ImmutableList<TrialKey> Running, bool Leaving)
{
    /// <summary>Its owner wants it to take no new trial for now.</summary>
    public bool Draining { get; init; }

    public Admission Admit(TrialKey key)
    {
        var other = Running.Find(running => running.CampaignId == key.CampaignId && running.TrialId == key.TrialId);
        if (other is not null && other.Attempt == key.Attempt)
            return new Admission.Known();
        if (other is not null && other.Attempt > key.Attempt)
            return new Admission.Declined($"attempt {other.Attempt} of this trial runs here already");
        if (Leaving)
            return new Admission.Declined("the trainer is leaving");
        if (Draining)
            return new Admission.Declined("the trainer is drained");
        // The slot of a superseded attempt is the new one's.
        return Running.Count - (other is null ? 0 : 1) >= Slots
            ? new Admission.Declined($"all {Slots} slots are taken")
            : new Admission.Admitted(other);
    }
}

/// <summary>What becomes of a request for a slot.</summary>
internal abstract record Admission
{
    /// <param name="Superseded">An older attempt at the same trial, which is to be stopped.</param>
    public sealed record Admitted(TrialKey? Superseded) : Admission;

    /// <summary>The very attempt runs here: nothing is to be done.</summary>
    public sealed record Known : Admission;

    public sealed record Declined(string Reason) : Admission;
}
