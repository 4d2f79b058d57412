using System.Collections.Immutable;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Page.Campaigns;

/// <summary>What each trial kept of its unit groups at one moment.</summary>
/// <param name="Fraction">Done share of the trial, 0..1.</param>
public sealed record KeepColumn(double Fraction, IReadOnlyList<LayerKeep> Layers);

/// <summary>What trials kept over time, as events tell it: a pure fold over them.</summary>
/// <param name="Trials">By trial, the earliest first, thinned so that it stays short.</param>
public sealed record KeepHistory(ImmutableSortedDictionary<string, ImmutableList<KeepColumn>> Trials)
{
    // What a phone's width can show.
    private const int MostColumns = 64;

    public static KeepHistory Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableList<KeepColumn>>(StringComparer.Ordinal));

    public KeepHistory After(CampaignEvent happened) =>
        happened.KindCase == CampaignEvent.KindOneofCase.Progress && happened.Progress.Progress.Layers.Count > 0
            ? With(happened.Progress)
            : this;

    private KeepHistory With(TrialProgressed told)
    {
        var before = Trials.GetValueOrDefault(told.TrialId, []);
        // Told again, or begun again from a checkpoint: what was told of later moments did not come to be.
        var kept = before.RemoveAll(column => column.Fraction >= told.Progress.Fraction);
        var columns = kept.Add(new KeepColumn(told.Progress.Fraction, [.. told.Progress.Layers]));
        return new(Trials.SetItem(told.TrialId, columns.Count <= MostColumns ? columns : [.. columns.Halved()]));
    }
}
