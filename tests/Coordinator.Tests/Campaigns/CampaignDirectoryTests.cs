using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class CampaignDirectoryTests : TestKit
{
    // Enough for one of them: model and data have 1 000 bytes each.
    private const long Quota = 2_999;

    private readonly TestProbe _campaigns;
    private readonly IActorRef _directory;

    public CampaignDirectoryTests()
        : base(FailingJournal.Configuration)
    {
        _campaigns = CreateTestProbe();
        // How the open ones are is not what is asked here.
        _campaigns.IgnoreMessages(message => message is SummaryAsked);
        _directory = Sys.ActorOf(Props.Create(() => new CampaignDirectory(() => _campaigns.Ref, Quota)));
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
    public void Whoever_keeps_more_than_the_quota_gets_no_more_trials()
    {
        var extend = new ExtendCampaign { CampaignId = "c1", Trials = 1, ExtensionId = "e1" };
        _directory.Tell(extend, TestActor);
        Assert.Null(_campaigns.ExpectMsg<ExtendCampaign>().OverQuota);

        var summary = StorageQuota.Promise(Example.Submit(Example.Spec()));
        summary.MadeBytes = 1_000;
        _directory.Tell(summary);
        _directory.Tell(extend, TestActor);

        var problem = Assert.Single(_campaigns.ExpectMsg<ExtendCampaign>().OverQuota.Problems);
        Assert.Contains("3,000 bytes", problem.Reason, StringComparison.Ordinal);
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

    [Fact]
    public void Of_two_submissions_that_fit_one_by_one_the_second_is_refused_before_the_first_campaign_has_said_what_it_keeps()
    {
        _directory.Tell(Other(), TestActor);
        ExpectMsg<CampaignRefused>(refused => refused.Problems.Single().Field == "data");

        // The first was lost on its way: there is room again, and it is the one for which there is none.
        _directory.Tell(new CampaignUnknown { CampaignId = "c1" });
        _directory.Tell(Other(), TestActor);
        _campaigns.ExpectMsg<SubmitCampaign>(submit => submit.CampaignId == "c2");
        _directory.Tell(Example.Submit(Example.Spec()), TestActor);
        ExpectMsg<CampaignRefused>();
        _campaigns.ExpectNoMsg(TimeSpan.Zero);
    }

    // The same model on other data.
    private static SubmitCampaign Other()
    {
        var submit = Example.Submit(Example.Spec(), "c2");
        submit.Spec.Data.Train.Inputs = Example.Artifact("other.npz");
        return submit;
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
