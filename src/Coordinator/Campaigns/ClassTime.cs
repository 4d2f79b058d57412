using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What is known of the time of a campaign's model on one board class.</summary>
/// <param name="BaselineMs">Measured median of the uncompressed network.</param>
internal sealed record ClassTime(TimeModel Model, double BaselineMs);
