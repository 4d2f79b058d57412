using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class CampaignShardsTests
{
    private readonly CampaignShards _shards = new();

    public static TheoryData<IMessage> ToACampaign => new(
        new SubmitCampaign { CampaignId = "c1" },
        new CancelCampaign { CampaignId = "c1" },
        new PauseCampaign { CampaignId = "c1" },
        new ResumeCampaign { CampaignId = "c1" },
        new ExtendCampaign { CampaignId = "c1" },
        new CampaignAsked { CampaignId = "c1" },
        new SummaryAsked { CampaignId = "c1" },
        new ResultsAsked { CampaignId = "c1" },
        new WatchCampaign { CampaignId = "c1" },
        new ReferencesAsked { CampaignId = "c1" },
        new EraseCampaign { CampaignId = "c1" },
        new TrialReply { Key = new TrialKey { CampaignId = "c1", TrialId = "t1" } },
        new TrialLost { Key = new TrialKey { CampaignId = "c1", TrialId = "t1" } },
        new SlotsAwaited { CampaignId = "c1" },
        new MeasurementLeased { CampaignId = "c1", Key = new MeasurementKey { ModelSha256 = "m" } },
        new MeasurementCompleted { CampaignId = "c1", Key = new MeasurementKey { ModelSha256 = "m" } },
        new MeasurementFailed { CampaignId = "c1", Key = new MeasurementKey { ModelSha256 = "m" } },
        new BoardClassesAttached { CampaignId = "c1" });

    [Theory]
    [MemberData(nameof(ToACampaign))]
    public void Whatever_is_sent_to_a_campaign_finds_its_way_by_what_it_is_about(IMessage message)
    {
        Assert.Equal("c1", _shards.EntityId(message));
        Assert.Same(message, _shards.EntityMessage(message));
    }

    [Fact]
    public void What_is_about_no_campaign_goes_to_none()
    {
        Assert.Null(_shards.EntityId(new BoardsAsked()));
        Assert.Null(_shards.EntityId("c1"));
    }
}
