using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class DirectoryStateTests
{
    [Fact]
    public void Pages_run_from_the_newest_to_the_oldest_without_gap_or_repeat()
    {
        var state = Listed(7);
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = state.Page(token, 3);
            Assert.InRange(page.Campaigns.Count, 1, 3);
            seen.AddRange(page.Campaigns.Select(summary => summary.CampaignId));
            token = page.NextPageToken;
        }
        while (token != "");

        Assert.Equal(["c6", "c5", "c4", "c3", "c2", "c1", "c0"], seen);
    }

    [Fact]
    public void A_campaign_listed_meanwhile_does_not_disturb_the_pages_that_follow()
    {
        var first = Listed(4).Page("", 2);

        var second = Listed(6).Page(first.NextPageToken, 2);

        Assert.Equal(["c1", "c0"], second.Campaigns.Select(summary => summary.CampaignId));
        Assert.Equal("", second.NextPageToken);
    }

    [Fact]
    public void A_closed_campaign_that_is_reopened_is_open_until_it_is_closed_again()
    {
        var state = Listed(2).Apply(Closed("c0"));
        Assert.Equal(["c1"], state.Open);

        state = state.Apply(new DirectoryEntry { Reopened = new Reopened { CampaignId = "c0" } });
        Assert.Equal(["c0", "c1"], state.Open);
        Assert.Equal(["c1"], state.Apply(Closed("c0")).Open);
    }

    [Fact]
    public void Ids_come_in_pages_from_the_oldest_and_an_erased_campaign_is_not_among_them()
    {
        var state = Listed(5).Apply(new DirectoryEntry { Erased = new Erased { CampaignId = "c1" } });

        Assert.False(state.Knows("c1"));
        Assert.Equal(["c0", "c2"], state.After("", 2).CampaignIds);
        Assert.Equal(["c3", "c4"], state.After("c2", 2).CampaignIds);
        Assert.Empty(state.After("c4", 2).CampaignIds);
        Assert.Equal(["c4", "c3", "c2", "c0"], state.Page("", 10).Campaigns.Select(summary => summary.CampaignId));
    }

    [Fact]
    public void An_unknown_token_has_nothing_behind_it() => Assert.Empty(Listed(3).Page("c99", 2).Campaigns);

    [Fact]
    public void A_closed_campaign_keeps_its_summary_and_is_not_started_again()
    {
        var summary = new CampaignSummary { CampaignId = "c1", State = Phase.Completed, Candidates = 5 };

        var state = Listed(3).Apply(new DirectoryEntry { Closed = new Closed { Summary = summary } });

        Assert.Equal(["c0", "c2"], state.Open);
        Assert.Equal(5, state.Page("", 10).Campaigns.Single(shown => shown.CampaignId == "c1").Candidates);
    }

    private static DirectoryState Listed(int count) => Enumerable.Range(0, count).Aggregate(DirectoryState.Empty, (state, i) => state
        .Apply(new DirectoryEntry { Listed = new Listed { CampaignId = $"c{i}" } })
        .With(new CampaignSummary { CampaignId = $"c{i}" }));

    private static DirectoryEntry Closed(string id) =>
        new() { Closed = new Closed { Summary = new CampaignSummary { CampaignId = id, State = Phase.Completed } } };
}
