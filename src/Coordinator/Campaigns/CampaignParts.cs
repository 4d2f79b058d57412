using Akka.Actor;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What every campaign works with. The pools are looked up when first needed: all singletons start at once.</summary>
internal sealed record CampaignParts(
    TimeProvider Time,
    CampaignLimits Limits,
    MeasuringProtocol Protocol,
    ReportWriter Reports,
    Func<IActorRef> Directory,
    Func<IActorRef> TrainerPool,
    Func<IActorRef> BoardPool)
{
    /// <summary>For new campaigns: nothing is measured before all trials have ended.</summary>
    public bool MeasuresLast { get; init; }

    /// <summary>For new campaigns: networks to measure on each class of a latency target; 0 to learn nothing.</summary>
    public int Networks { get; init; }

    /// <summary>How often a campaign asks again for what it has not got.</summary>
    public TimeSpan AskInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a campaign that is started again waits for its trainers to tell all they have stored; longer than the trainer pool waits for them.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMinutes(1);
}
