using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What is known of the time, or the energy, of a campaign's model on one board class.</summary>
/// <param name="Baseline">Measured for the uncompressed network, in milliseconds or millijoules.</param>
internal sealed record LearnedCost(TimeModel Model, double Baseline)
{
    public BoardCost Of => BoardCost.Of(Model);
}
