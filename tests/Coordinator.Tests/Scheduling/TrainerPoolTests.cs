using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Scheduling;

public sealed class TrainerPoolTests : TestKit
{
    private readonly TestProbe _campaigns;
    private readonly IActorRef _pool;

    public TrainerPoolTests()
        : base(VirtualTime.Configuration)
    {
        _campaigns = CreateTestProbe();
        var campaigns = _campaigns.Ref;
        var time = new VirtualTime((TestScheduler)Sys.Scheduler);
        _pool = Sys.ActorOf(Props.Create(() => new TrainerPool(() => campaigns, time)));
    }

    [Fact]
    public void A_trainer_that_stops_announcing_itself_loses_its_trials()
    {
        var trainer = CreateTestProbe();
        _pool.Tell(Announcement(), trainer);
        trainer.ExpectMsg<TrainerWelcomed>();

        for (var i = 0; i < 4; i++)
            ((TestScheduler)Sys.Scheduler).Advance(TrainerPoolState.AnnounceInterval);

        _campaigns.ExpectMsg<TrialLost>(lost => lost.Key.Equals(Example.Key("t1")));
    }

    [Fact]
    public async Task A_trainer_whose_node_goes_down_loses_its_trials_at_once()
    {
        var trainer = CreateTestProbe();
        _pool.Tell(Announcement(), trainer);
        trainer.ExpectMsg<TrainerWelcomed>();

        Sys.Stop(trainer);

        _campaigns.ExpectMsg<TrialLost>(lost => lost.Key.Equals(Example.Key("t1")));
        Assert.Empty((await _pool.Ask<ListTrainersReply>(new TrainersAsked())).Trainers);
    }

    [Fact]
    public void What_a_trainer_says_of_a_trial_reaches_the_campaigns_and_is_answered_to_the_trainer()
    {
        var trainer = CreateTestProbe();

        _pool.Tell(Example.Completed("t1"), trainer);

        _campaigns.ExpectMsg<TrialReply>();
        _campaigns.Reply(new TrialReplyStored { Key = Example.Key("t1"), Sequence = 3 });
        trainer.ExpectMsg<TrialReplyStored>(stored => stored.Sequence == 3);
    }

    [Fact]
    public void A_trial_is_sent_elsewhere_where_it_runs_and_nowhere_else()
    {
        var (trainer, other) = (CreateTestProbe(), CreateTestProbe());
        _pool.Tell(Announcement(), trainer);
        _pool.Tell(new TrainerAnnounced { Name = "b", Address = "b:1", Slots = 1 }, other);
        trainer.ExpectMsg<TrainerWelcomed>();
        other.ExpectMsg<TrainerWelcomed>();

        _pool.Tell(new RetargetTrial { Key = Example.Key("t1", 2), TargetShare = 0.9 });
        _pool.Tell(new RetargetTrial { Key = Example.Key("t1"), TargetShare = 0.3 });

        trainer.ExpectMsg<RetargetTrial>(retarget => retarget.TargetShare == 0.3);
        other.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Networks_are_drawn_and_learned_from_in_slots_like_any_other_job()
    {
        var trainer = CreateTestProbe();
        _pool.Tell(new TrainerAnnounced { Name = "a", Address = "a:1", Slots = 2 }, trainer);
        trainer.ExpectMsg<TrainerWelcomed>();

        _pool.Tell(new SlotRequested { Characterise = new Characterise { Key = Example.Key("characterise"), Networks = 4 } });
        _pool.Tell(new SlotRequested { Learn = new Learn { Key = Example.Key("learn") } });

        trainer.ExpectMsg<Characterise>(order => order.Networks == 4);
        trainer.ExpectMsg<Learn>();
    }

    [Fact]
    public void An_order_is_answered_by_what_the_trainer_says_and_repeated_until_it_does()
    {
        var trainer = CreateTestProbe();
        _pool.Tell(Announcement(), trainer.Ref);
        trainer.ExpectMsg<TrainerWelcomed>();

        _pool.Tell(new TrainerOrdered { Trainer = "nobody", Drain = true }, TestActor);
        ExpectMsg<TrainerMissing>(missing => missing.Trainer == "nobody");
        _pool.Tell(new TrainerOrdered { Trainer = Announcement().Name, Drain = true }, TestActor);
        trainer.ExpectMsg<DrainTrainer>();
        ((TestScheduler)Sys.Scheduler).Advance(TrainerPoolState.AnnounceInterval);
        trainer.ExpectMsg<DrainTrainer>();
        ExpectNoMsg(TimeSpan.Zero);

        var drained = Announcement();
        (drained.Draining, drained.Slots) = (true, 2);
        _pool.Tell(drained, trainer.Ref);
        ExpectMsg<ListTrainersReply>(reply => reply.Trainers.Single().Draining);
        trainer.ExpectMsg<TrainerWelcomed>();
        _pool.Tell(new SlotRequested { Start = new StartTrial { Key = Example.Key("t9") } });
        trainer.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private static TrainerAnnounced Announcement() =>
        new() { Name = "a", Address = "a:1", Slots = 1, Running = { Example.Key("t1") } };
}
