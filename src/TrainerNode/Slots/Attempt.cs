using System.Diagnostics.CodeAnalysis;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.TrainerNode.Slots;

/// <summary>One attempt at one trial that holds a slot here.</summary>
/// <param name="slot">From 0 on; the lowest that is free when the attempt begins.</param>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing, and a late Stop must stay harmless.")]
internal sealed class Attempt(TrialKey key, Outbox outbox, int slot = 0)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _leave = new();
    private double _aim = double.NaN;

    public TrialKey Key { get; } = key;

    public Outbox Outbox { get; } = outbox;

    public int Slot { get; } = slot;

    /// <summary>Nobody wants the attempt any more: it ends within two seconds, and nothing more is said.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>The trainer leaves, or the slot is wanted back: the attempt hands back what it has.</summary>
    public CancellationToken Leaving => _leave.Token;

    /// <summary>Where the campaign sends the search by now; null while it is where the settings say.</summary>
    public double? Aim => Volatile.Read(ref _aim) is var aim && double.IsNaN(aim) ? null : aim;

    public void Retarget(double share) => Volatile.Write(ref _aim, share);

    public void Stop() => _stop.Cancel();

    public void Leave() => _leave.Cancel();
}
