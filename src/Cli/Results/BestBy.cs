namespace DeepIoT.Cli.Results;

/// <summary>What makes one candidate the best of a frontier.</summary>
public enum BestBy
{
    Size,
    Latency,
    Energy,
    Accuracy,
}

public static class Best
{
    /// <summary>
    /// The best candidate on the frontier within the campaign's limits, null when there is none. Accuracy means
    /// validation accuracy: nothing is chosen by the test part. Latency and energy mean the sum over all board classes.
    /// </summary>
    public static NetworkFigures? Of(CampaignResults results, BestBy by)
    {
        var eligible = results.Frontier.Where(c => c.WithinLimits == true);
        return by switch
        {
            BestBy.Size => eligible.MinBy(c => c.Bytes),
            BestBy.Latency => eligible.Where(c => c.Latency.Count > 0).MinBy(c => c.Latency.Sum(l => l.MedianMs)),
            BestBy.Energy => eligible.Where(c => c.Latency.Count > 0 && c.Latency.All(l => l.Joules is not null)).MinBy(c => c.Latency.Sum(l => l.Joules)),
            _ => eligible.OrderBy(c => c.Bytes).MaxBy(c => c.ValidationAccuracy),
        };
    }
}
