using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>A submission, with how this coordinator lets models be measured.</summary>
/// <param name="Networks">Networks to measure on each class of a latency target; 0 to learn nothing.</param>
internal sealed record Submission(SubmitCampaign Request, MeasuringProtocol Protocol, bool MeasuresLast = false, int Networks = 0);
