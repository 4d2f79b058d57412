using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>A submission, with how this coordinator lets models be measured.</summary>
internal sealed record Submission(SubmitCampaign Request, MeasuringProtocol Protocol, bool MeasuresLast = false);
