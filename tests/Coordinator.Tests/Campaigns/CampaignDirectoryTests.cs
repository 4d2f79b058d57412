using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class CampaignDirectoryTests : TestKit
{
    private readonly TestProbe _campaigns;
    private readonly IActorRef _directory;

    public CampaignDirectoryTests()
        : base(FailingJournal.Configuration)
    {
        _campaigns = CreateTestProbe();
        // How the open ones are is not what is asked here.
        _campaigns.IgnoreMessages(message => message is SummaryAsked);
        _directory = Sys.ActorOf(Props.Create(() => new CampaignDirectory(() => _campaigns.Ref, null)));
        _directory.Tell(Example.Submit(Example.Spec()), TestActor);
        _campaigns.ExpectMsg<SubmitCampaign>();
    }

    [Fact]
    public void A_campaign_is_forgotten_once_its_journal_is_empty_and_not_before()
    {
        Delete();
        Assert.Equal(["c1"], Listed());

        _directory.Tell(new CampaignErased { CampaignId = "c1" });

        ExpectMsg<DeleteReply>();
        Assert.Empty(Listed());
        _directory.Tell(new DeleteCampaign { CampaignId = "c1" }, TestActor);
        ExpectMsg<CampaignUnknown>();
    }

    [Fact]
    public void One_that_has_not_ended_or_cannot_be_erased_stays()
    {
        Delete();
        _directory.Tell(new CampaignErased { CampaignId = "c1", Open = true });
        ExpectMsg<CampaignOpen>(open => open.CampaignId == "c1");

        Delete();
        _directory.Tell(new CampaignErased { CampaignId = "c1", Fault = "the disk is full" });
        ExpectMsg<CampaignFault>(fault => fault.Reason == "the disk is full");

        Assert.Equal(["c1"], Listed());
    }

    [Fact]
    public void While_one_is_deleted_it_neither_begins_again_nor_goes_on()
    {
        Delete();

        _directory.Tell(Example.Submit(Example.Spec()), TestActor);
        ExpectMsg<CampaignFault>(fault => fault.Reason.Contains("deleted", StringComparison.Ordinal));
        _directory.Tell(new ExtendCampaign { CampaignId = "c1" }, TestActor);
        ExpectMsg<CampaignFault>(fault => fault.Reason.Contains("deleted", StringComparison.Ordinal));

        _campaigns.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_late_word_of_the_one_that_is_gone_does_not_forget_its_successor()
    {
        Delete();
        _directory.Tell(new CampaignErased { CampaignId = "c1" });
        ExpectMsg<DeleteReply>();
        _directory.Tell(Example.Submit(Example.Spec()), TestActor);
        _campaigns.ExpectMsg<SubmitCampaign>();

        _directory.Tell(new CampaignErased { CampaignId = "c1" });

        Assert.Equal(["c1"], Listed());
    }

    private void Delete()
    {
        _directory.Tell(new DeleteCampaign { CampaignId = "c1" }, TestActor);
        _campaigns.ExpectMsg<EraseCampaign>();
    }

    private IReadOnlyList<string> Listed()
    {
        _directory.Tell(new CampaignIdsAsked { PageSize = 10 }, TestActor);
        return [.. ExpectMsg<ListedCampaigns>().CampaignIds];
    }
}
