using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Membership;
using DeepIoT.TrainerNode.Slots;
using DeepIoT.TrainerNode.Tests.Artifacts;
using DeepIoT.TrainerNode.Tests.Trials;
using DeepIoT.TrainerNode.Trials;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Kind = DeepIoT.Protocol.Cluster.TrialReply.KindOneofCase;

namespace DeepIoT.TrainerNode.Tests.Membership;

public sealed class TrainerNodeActorTests : TestKit, IAsyncLifetime
{
    private const string Settings = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp.hostname = 127.0.0.1
        akka.remote.dot-netty.tcp.port = 0
        akka.test.single-expect-default = 30s
        akka.loglevel = WARNING
        """;

    private readonly ArtifactServer _server = new();
    private readonly PoolLink _link = new();
    private readonly ScriptedFactory _factory;
    private ScriptedTrial _next = new();
    private TrainerBench _trainer = null!;
    private TrialBench _bench = null!;
    private TestProbe _pool = null!;
    private IActorRef _node = null!;

    public TrainerNodeActorTests()
        : base(Settings) => _factory = new ScriptedFactory(() => _next);

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _trainer = new TrainerBench(_server, _factory);
        _bench = new TrialBench(1, "trainer-1", _link, TimeProvider.System, NullLogger<TrialBench>.Instance);
        _pool = CreateTestProbe();
        _node = Node(_pool);
    }

    public async Task DisposeAsync()
    {
        foreach (var key in _bench.Table.Running)
            _bench.Stop(key, "the test is over");
        await _server.DisposeAsync();
    }

    [Fact]
    public void It_announces_itself_at_once_and_then_at_the_pools_pace()
    {
        var announced = _pool.ExpectMsg<TrainerAnnounced>();
        Assert.Equal(("trainer-1", 1, "2.x", false), (announced.Name, announced.Slots, announced.TorchVersion, announced.Leaving));
        Assert.StartsWith("127.0.0.1:", announced.Address, StringComparison.Ordinal);
        Assert.Empty(announced.Running);

        _node.Tell(new TrainerWelcomed { AnnounceInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)) });
        Assert.Empty(SaidUntilNow());
        Passing(TimeSpan.FromSeconds(59));
        Assert.Empty(SaidUntilNow());
        Passing(TimeSpan.FromSeconds(1));
        Assert.IsType<TrainerAnnounced>(Assert.Single(SaidUntilNow()));
    }

    [Fact]
    public void A_trial_that_starts_is_announced()
    {
        _node.Tell(_trainer.Order(), _pool);

        Next<TrainerAnnounced>(announced => announced.Running.Contains(TrainerBench.Key()));
    }

    [Fact]
    public void A_trainer_without_a_free_slot_declines()
    {
        var second = _trainer.Order();
        second.Key = TrainerBench.Key("trial-2");
        _node.Tell(_trainer.Order(), _pool);
        _node.Tell(second, _pool);

        Assert.Equal(second.Key, Next<TrialDeclined>(_ => true).Key);
    }

    [Fact]
    public void A_stored_reply_lets_the_trial_go_on_and_a_stop_ends_it()
    {
        _node.Tell(_trainer.Order(), _pool);
        var started = Next<TrialReply>(reply => reply.Sequence == 1);
        _node.Tell(new TrialReplyStored { Key = started.Key, Sequence = 1 }, _pool);
        Next<TrialReply>(reply => reply.KindCase == Kind.Progressed);

        _node.Tell(new StopTrial { Key = started.Key, Reason = "the campaign was cancelled" }, _pool);

        Next<TrainerAnnounced>(announced => announced.Running.Count == 0);
    }

    [Fact]
    public void A_trial_that_is_wanted_back_is_handed_back_with_a_checkpoint_and_its_slot_is_free()
    {
        _node.Tell(_trainer.Order(), _pool);
        Next<TrialReply>(reply => reply.Sequence == 1);
        _node.Tell(new ReturnTrial { Key = TrainerBench.Key(attempt: 2), Reason = "another attempt" }, _pool);
        _node.Tell(new TrialReplyStored { Key = TrainerBench.Key(), Sequence = 1 }, _pool);
        Next<TrialReply>(reply => reply.KindCase == Kind.Progressed);

        _node.Tell(new ReturnTrial { Key = TrainerBench.Key(), Reason = "the campaign is paused" }, _pool);

        var returned = Next<TrialReply>(reply => reply.KindCase == Kind.Returned);
        Assert.NotEqual("", returned.Returned.Checkpoint.Sha256);
        _node.Tell(new TrialReplyStored { Key = TrainerBench.Key(), Sequence = returned.Sequence }, _pool);
        Next<TrainerAnnounced>(announced => announced is { Running.Count: 0, Leaving: false });
    }

    [Fact]
    public async Task A_running_trial_is_sent_where_its_campaign_wants_it()
    {
        var sent = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedTrial? trial = null;
        trial = new ScriptedTrial
        {
            During = _ =>
            {
                if (trial!.Target is { } target)
                    sent.TrySetResult(target);
            },
        };
        _next = trial;
        _node.Tell(_trainer.Order(), _pool);
        Next<TrialReply>(reply => reply.Sequence == 1);

        _node.Tell(new RetargetTrial { Key = TrainerBench.Key(attempt: 2), TargetShare = 0.9 }, _pool);
        _node.Tell(new RetargetTrial { Key = TrainerBench.Key(), TargetShare = 0.2 }, _pool);
        _node.Tell(new TrialReplyStored { Key = TrainerBench.Key(), Sequence = 1 }, _pool);

        Assert.Equal(0.2, await sent.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_new_pool_hears_of_the_trials_that_went_on_without_one()
    {
        _node.Tell(_trainer.Order(), _pool);
        Next<TrialReply>(reply => reply.Sequence == 1);
        Watch(_node);
        Sys.Stop(_node);
        ExpectTerminated(_node);

        _pool = CreateTestProbe();
        Node(_pool);

        Assert.Equal([TrainerBench.Key()], Next<TrainerAnnounced>(_ => true).Running);
    }

    private IActorRef Node(IActorRef pool)
    {
        var client = new ArtifactClient(_server.Channel, TransferRetry.Endless);
        var inputs = new TrialInputs(new ArtifactCache(_server.Folder, client));
        var jobs = new TrainerJobs(
            new TrialJob(_factory, inputs, client, TimeProvider.System), new ExamineJob(_factory, inputs), new CharacteriseJob(inputs, client), new LearnJob(inputs, client));
        var identity = new TrainerIdentity("trainer-1", "2.x");
        return Sys.ActorOf(Props.Create(() => new TrainerNodeActor(identity, _bench, jobs, _link, pool)));
    }

    private T Next<T>(Func<T, bool> wanted) => (T)_pool.FishForMessage(message => message is T it && wanted(it));

    /// <summary>What the node has said when it has worked on all that it has received.</summary>
    private List<object> SaidUntilNow()
    {
        _node.Tell(new Identify(null), _pool);
        var said = new List<object>();
        while (_pool.ExpectMsg<object>() is var message and not ActorIdentity)
            said.Add(message);
        return said;
    }

    private void Passing(TimeSpan time) => ((TestScheduler)Sys.Scheduler).Advance(time);
}
