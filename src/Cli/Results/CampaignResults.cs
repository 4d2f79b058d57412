using System.Text.Json.Serialization;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Results;

/// <summary>What came of a campaign: the baseline and the candidates, smallest first. Also the shape of its JSON.</summary>
/// <param name="Accuracies">What the networks' accuracies are.</param>
/// <param name="Baseline">Null until a trainer has evaluated it.</param>
/// <param name="Frontier">The candidates that no other beats on accuracy, size, latency and energy together.</param>
/// <param name="Others">The rest; null when not asked for.</param>
public sealed record CampaignResults(
    string Campaign,
    string Name,
    string State,
    [property: JsonIgnore] Metric Accuracies,
    NetworkFigures? Baseline,
    IReadOnlyList<NetworkFigures> Frontier,
    IReadOnlyList<NetworkFigures>? Others)
{
    /// <summary>`accuracy`, or `agreement` where the data has no labels.</summary>
    public string Metric => Accuracies.Name;

    [JsonIgnore]
    public IEnumerable<NetworkFigures> Networks => Frontier.Concat(Others ?? []);

    /// <summary>The board class that all measurements are of, null when there are several or none.</summary>
    [JsonIgnore]
    public LatencyFigures? OnlyBoardClass =>
        Networks.SelectMany(n => n.Latency).DistinctBy(l => l.BoardClass).ToList() is [var only] ? only : null;

    public static CampaignResults From(ResultsReply reply, bool withOthers)
    {
        var candidates = reply.Candidates.Select(NetworkFigures.From).OrderBy(c => c.Parameters).ThenBy(c => c.Bytes).ToList();
        return new CampaignResults(
            reply.Campaign.CampaignId,
            reply.Campaign.Spec?.Name ?? "",
            Words.Of(reply.Campaign.State),
            Protocol.Text.Metric.Of(reply.Baseline is { AccuracyIsAgreement: true }),
            reply.Baseline is { } baseline ? NetworkFigures.From(baseline) : null,
            [.. candidates.Where(c => c.OnFrontier == true)],
            withOthers ? [.. candidates.Where(c => c.OnFrontier != true)] : null);
    }
}
