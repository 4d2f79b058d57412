using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Watching;

/// <summary>Shows a campaign as it goes on.</summary>
public interface IProgressDisplay
{
    void Show(CampaignEvent happened, CampaignProgress progress);

    void Trouble(string line);
}
