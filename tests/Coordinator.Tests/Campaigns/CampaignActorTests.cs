using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class CampaignActorTests : TestKit
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestProbe _directory;
    private readonly TestProbe _trainers;
    private readonly TestProbe _boards;
    private readonly CampaignParts _parts;

    public CampaignActorTests()
        : base(FailingJournal.Configuration)
    {
        _directory = CreateTestProbe();
        _trainers = CreateTestProbe();
        _boards = CreateTestProbe();
        _parts = new CampaignParts(
            TimeProvider.System,
            Example.Limits,
            new MeasuringProtocol { Batch = 1 },
            new ReportWriter(new ArtifactIntake(new ArtifactSpool(Path.Combine(_folder.Path, "partial")), new FolderStore(_folder.Path, TimeProvider.System), TimeProvider.System, 1_000_000)),
            () => _directory.Ref,
            () => _trainers.Ref,
            () => _boards.Ref);
    }

    [Fact]
    public void What_the_journal_does_not_take_is_not_acknowledged_and_not_acted_on()
    {
        var campaign = Campaign("full");
        FailingJournal.Full = true;
        try
        {
            campaign.Tell(Example.Submit(Example.Spec(), "full"), TestActor);

            ExpectMsg<CampaignFault>(fault => fault.Reason.Contains("no space left", StringComparison.Ordinal));
            _trainers.ExpectNoMsg(TimeSpan.Zero);
        }
        finally
        {
            FailingJournal.Full = false;
        }

        var again = Campaign("full");
        again.Tell(new CampaignAsked { CampaignId = "full" }, TestActor);
        ExpectMsg<CampaignUnknown>();
        again.Tell(Example.Submit(Example.Spec(), "full"), TestActor);
        ExpectMsg<SubmitReply>();
    }

    [Fact]
    public void The_answer_comes_before_the_asks_and_both_after_the_journal()
    {
        Campaign("c1").Tell(Example.Submit(Example.Spec()), TestActor);

        ExpectMsg<SubmitReply>(reply => reply.CampaignId == "c1");
        _trainers.ExpectMsg<SlotRequested>(ask => ask.Examine.Key.TrialId == CampaignState.Examination);
    }

    [Fact]
    public async Task A_campaign_that_stops_and_starts_again_asks_for_what_it_still_wants_and_replays_its_events()
    {
        var first = Campaign("c1");
        first.Tell(Example.Submit(Example.Spec()), TestActor);
        ExpectMsg<SubmitReply>();
        first.Tell(Example.Examined(), TestActor);
        ExpectMsg<TrialReplyStored>();
        first.Tell(Example.Started("t1"), TestActor);
        ExpectMsg<TrialReplyStored>();
        await first.GracefulStop(TimeSpan.FromSeconds(30));
        while (_trainers.HasMessages)
            _trainers.ReceiveOne();

        var second = Campaign("c1");

        var asks = _trainers.ReceiveN(2);
        Assert.Equal(Example.Key("t1"), asks.OfType<TrialExpected>().Single().Key);
        Assert.Equal(Example.Key("t2"), asks.OfType<SlotRequested>().Single().Start.Key);
        second.Tell(new WatchCampaign { CampaignId = "c1", FromOffset = 2 }, TestActor);
        var events = ReceiveN(4).Cast<CampaignEvent>().ToArray();
        Assert.Equal([3L, 4, 5, 6], events.Select(shown => shown.Offset));
        Assert.Equal(TrialState.Running, events[^1].TrialChanged.State);
    }

    [Fact]
    public void Progress_is_shown_and_not_stored()
    {
        var campaign = Campaign("c1");
        foreach (var message in new object[] { Example.Submit(Example.Spec()), Example.Examined(), Example.Started("t1") })
        {
            campaign.Tell(message, TestActor);
            ReceiveOne();
        }

        campaign.Tell(Example.Reply(Example.Key("t1"), 0, reply => reply.Progressed = new TrialProgress { Step = "compress", Fraction = 0.4 }), TestActor);
        campaign.Tell(new CampaignAsked { CampaignId = "c1" }, TestActor);

        ExpectMsg<Campaign>(shown => shown.Trials[0].Progress.Fraction == 0.4 && shown.Offset == 6);
    }

    [Fact]
    public async Task A_correction_outlives_its_campaigns_actor_and_is_sent_to_the_running_trial()
    {
        var parts = _parts with { Networks = 2 };
        var first = Sys.ActorOf(Props.Create(() => new CampaignActor("c1", parts)));
        foreach (var message in new object[]
                 {
                     Example.Submit(Example.Spec(1, Example.Latency(5))), Example.Examined(), Example.Characterised("n2"),
                 })
        {
            first.Tell(message, TestActor);
            ReceiveOne();
        }

        first.Tell(Example.Measured(Example.Sha("model.onnx"), 10), TestActor);
        first.Tell(Example.Measured(Example.Sha("n2"), 4), TestActor);
        _trainers.FishForMessage(message => message is SlotRequested { Learn: not null });
        foreach (var message in new[] { Example.Learned(Example.Model()), Example.Started("t1"), Example.Probe("t1", "p1", 0.4) })
        {
            first.Tell(message, TestActor);
            ExpectMsg<TrialReplyStored>();
        }

        _boards.FishForMessage(message => message is MeasurementRequested { Urgent: true } ask && ask.Key.ModelSha256 == Example.Sha("p1"));
        first.Tell(Example.Measured(Example.Sha("p1"), 4.4), TestActor);
        Assert.True(_trainers.FishForMessage(message => message is RetargetTrial) is RetargetTrial { TargetShare: > 0.45 and < 0.46 });
        await first.GracefulStop(TimeSpan.FromSeconds(30));
        while (_trainers.HasMessages)
            _trainers.ReceiveOne();

        Sys.ActorOf(Props.Create(() => new CampaignActor("c1", parts)));

        Assert.True(_trainers.FishForMessage(message => message is RetargetTrial) is RetargetTrial { TargetShare: > 0.45 and < 0.46 });
    }

    [Fact]
    public async Task A_campaign_is_recovered_from_its_snapshot_and_the_entries_after_it()
    {
        var first = await WithASnapshot("c1");
        first.Tell(new CampaignAsked { CampaignId = "c1" }, TestActor);
        var before = ExpectMsg<Campaign>();
        Assert.True(before.Offset > 100);
        await first.GracefulStop(TimeSpan.FromSeconds(30));

        var second = Campaign("c1");
        second.Tell(new CampaignAsked { CampaignId = "c1" }, TestActor);

        Assert.Equal(before, ExpectMsg<Campaign>());
        second.Tell(new WatchCampaign { CampaignId = "c1", FromOffset = 3 }, TestActor);
        Assert.Equal(4, ExpectMsg<CampaignEvent>().Offset);
    }

    [Fact]
    public async Task Of_an_erased_campaign_neither_entries_nor_snapshots_are_left()
    {
        var campaign = await WithASnapshot("ended");
        campaign.Tell(new EraseCampaign { CampaignId = "ended" }, TestActor);
        ExpectMsg<CampaignErased>(erased => erased.Open);
        campaign.Tell(new CancelCampaign { CampaignId = "ended" }, TestActor);
        ExpectMsg<CancelReply>();
        Watch(campaign);

        campaign.Tell(new EraseCampaign { CampaignId = "ended" }, TestActor);
        // Too late: it is on its way out.
        campaign.Tell(new ExtendCampaign { CampaignId = "ended", Trials = 1, ExtensionId = "e1" }, TestActor);

        ExpectMsg<CampaignErased>(erased => !erased.Open && erased.Fault == "");
        ExpectTerminated(campaign);
        var again = Campaign("ended");
        again.Tell(new CampaignAsked { CampaignId = "ended" }, TestActor);
        ExpectMsg<CampaignUnknown>();
        again.Tell(Example.Submit(Example.Spec(), "ended"), TestActor);
        ExpectMsg<SubmitReply>();
    }

    [Fact]
    public async Task One_that_is_started_again_while_open_may_hear_of_more_artifacts_until_it_has_settled()
    {
        var first = Campaign("c1");
        first.Tell(Example.Submit(Example.Spec()), TestActor);
        ExpectMsg<SubmitReply>();
        Assert.False(References(first).Incomplete);
        await first.GracefulStop(TimeSpan.FromSeconds(30));

        var second = Campaign("c1");
        Assert.True(References(second).Incomplete);
        await second.GracefulStop(TimeSpan.FromSeconds(30));

        var parts = _parts with { Settling = TimeSpan.Zero };
        var third = Sys.ActorOf(Props.Create(() => new CampaignActor("c1", parts)));
        Assert.False(References(third).Incomplete);
        third.Tell(new CancelCampaign { CampaignId = "c1" }, TestActor);
        ExpectMsg<CancelReply>();
        await third.GracefulStop(TimeSpan.FromSeconds(30));

        Assert.False(References(Campaign("c1")).Incomplete);

        ArtifactReferences References(IActorRef campaign)
        {
            campaign.Tell(new ReferencesAsked { CampaignId = "c1" }, TestActor);
            return ExpectMsg<ArtifactReferences>();
        }
    }

    [Fact]
    public void Nobody_makes_up_a_campaign_by_asking_for_it()
    {
        var made = Campaign("made-up");

        made.Tell(new CampaignAsked { CampaignId = "made-up" }, TestActor);
        ExpectMsg<CampaignUnknown>(unknown => unknown.CampaignId == "made-up");
        made.Tell(Example.Started("t1"), TestActor);
        ExpectMsg<StopTrial>();
        made.Tell(new SummaryAsked { CampaignId = "made-up" }, TestActor);
        ExpectMsg<CampaignUnknown>();
        _directory.ExpectNoMsg(TimeSpan.Zero);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private async Task<IActorRef> WithASnapshot(string id)
    {
        var campaign = Campaign(id);
        var messages = new List<object> { Example.Submit(Example.Spec(1), id), Example.Examined(), Example.Started("t1") };
        // Lost and started again, over and over: the way to many entries.
        for (var attempt = 1; attempt <= 60; attempt++)
        {
            messages.Add(Example.Reply(Example.Key("t1", attempt), 2, reply => reply.Returned = new TrialReturned()));
            messages.Add(Example.Reply(Example.Key("t1", attempt + 1), 1, reply => reply.Started = new TrialStarted()));
        }

        foreach (var message in messages)
        {
            if (message is TrialReply reply)
                reply.Key.CampaignId = id;
            campaign.Tell(message, TestActor);
            ReceiveOne(TimeSpan.FromSeconds(30));
        }

        await AwaitConditionAsync(() => Task.FromResult(TakenSnapshots.Of($"campaign-{id}").Count > 0), TimeSpan.FromSeconds(30));
        return campaign;
    }

    private IActorRef Campaign(string id) => Sys.ActorOf(Props.Create(() => new CampaignActor(id, _parts)));
}
