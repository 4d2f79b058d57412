namespace DeepIoT.Coordinator.Campaigns;

/// <summary>How patient a campaign is.</summary>
/// <param name="BoardWait">How long it waits at the end for a board when no target asks for one.</param>
internal sealed record CampaignLimits(TimeSpan BoardWait)
{
    /// <summary>Failed attempts after which a trial, or the examination, is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Failed tries after which a model is unmeasurable on a board class.</summary>
    public int MeasuringTries { get; init; } = 3;
}
