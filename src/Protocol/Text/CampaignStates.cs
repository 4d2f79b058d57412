using DeepIoT.Protocol.V1;

namespace DeepIoT.Protocol.Text;

public static class CampaignStates
{
    /// <summary>True when nothing more will happen to the campaign.</summary>
    public static bool IsEnd(this CampaignState state) =>
        state is CampaignState.Completed or CampaignState.Cancelled or CampaignState.Rejected or CampaignState.Failed;
}
