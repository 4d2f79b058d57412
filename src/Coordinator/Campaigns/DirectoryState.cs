using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Which campaigns there are, oldest first, and what is known of them at a glance.</summary>
internal sealed record DirectoryState(
    ImmutableList<string> Ids,
    ImmutableDictionary<string, CampaignSummary> Summaries,
    ImmutableHashSet<string> Closed)
{
    public static DirectoryState Empty { get; } =
        new([], ImmutableDictionary<string, CampaignSummary>.Empty, []);

    public IEnumerable<string> Open => Ids.Where(id => !Closed.Contains(id));

    /// <summary>Whether each campaign that has not ended has said how it is.</summary>
    public bool HasHeardOfAll => Open.All(Summaries.ContainsKey);

    public bool Knows(string campaignId) => Ids.Contains(campaignId);

    public DirectoryState Apply(DirectoryEntry entry) => entry.KindCase switch
    {
        DirectoryEntry.KindOneofCase.Listed => this with { Ids = Ids.Add(entry.Listed.CampaignId) },
        DirectoryEntry.KindOneofCase.Closed => With(entry.Closed.Summary) with
        {
            Closed = Closed.Add(entry.Closed.Summary.CampaignId),
        },
        DirectoryEntry.KindOneofCase.Reopened => this with { Closed = Closed.Remove(entry.Reopened.CampaignId) },
        DirectoryEntry.KindOneofCase.Erased => new DirectoryState(
            Ids.Remove(entry.Erased.CampaignId),
            Summaries.Remove(entry.Erased.CampaignId),
            Closed.Remove(entry.Erased.CampaignId)),
        _ => this,
    };

    public DirectoryState With(CampaignSummary summary) =>
        this with { Summaries = Summaries.SetItem(summary.CampaignId, summary) };

    /// <summary>Campaigns that were listed after one, oldest first; from the beginning when that is empty, or gone.</summary>
    public ListedCampaigns After(string campaignId, int size) =>
        new() { CampaignIds = { Ids.Skip(Ids.IndexOf(campaignId) + 1).Take(size) } };

    /// <summary>A page of summaries, newest first, of those listed before <paramref name="token"/>; all when it is empty.</summary>
    public ListReply Page(string token, int size)
    {
        var older = token == "" ? Ids : Ids.Take(Math.Max(0, Ids.IndexOf(token)));
        var known = older.Reverse().Where(Summaries.ContainsKey).Take(size + 1).ToArray();
        var reply = new ListReply { NextPageToken = known.Length > size ? known[size - 1] : "" };
        reply.Campaigns.Add(known.Take(size).Select(id => Summaries[id]));
        return reply;
    }
}
