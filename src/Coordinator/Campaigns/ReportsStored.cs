using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What the campaign tells itself once its reports are artifacts.</summary>
internal sealed record ReportsStored(IReadOnlyList<ArtifactRef> Reports);
