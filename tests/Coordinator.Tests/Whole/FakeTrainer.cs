using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Protocol.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>
/// A FAKE trainer for these tests only: a real cluster member that speaks the real protocol over real remoting, but
/// trains nothing. What it answers to each job is the test's script.
/// </summary>
internal sealed class FakeTrainer : IAsyncDisposable
{
    private readonly IHost _host;

    private FakeTrainer(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public static async Task<FakeTrainer> Join(RunningCoordinator coordinator, TrainerScript script, int slots = 2, string name = "fake-trainer")
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        var seeds = new[] { $"127.0.0.1:{coordinator.Options.ClusterPort}" };
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(new ClusterSettings(ClusterNames.TrainerRole, "127.0.0.1", 0, seeds))
            .WithTrainerPoolProxy()
            .WithActors((system, registry) =>
            {
                var pool = registry.Get<TrainerPoolKey>();
                system.ActorOf(Props.Create(() => new Node(name, slots, pool, script)), "trainer");
            }));
        var host = builder.Build();
        await host.StartAsync();
        return new FakeTrainer(host);
    }

    /// <summary>Says nothing any more, like a process that is killed.</summary>
    public void Kill() => System.ActorSelection("/user/trainer").Tell(Silence.Instance);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Silence
    {
        public static readonly Silence Instance = new();
    }

    /// <summary>Announces itself, and sends each job's replies in order, one at a time, until they are stored.</summary>
    private sealed class Node : ReceiveActor, IWithTimers
    {
        private readonly Dictionary<TrialKey, Queue<TrialReply>> _outbox = [];

        public Node(string name, int slots, IActorRef pool, TrainerScript script)
        {
            var address = Akka.Cluster.Cluster.Get(Context.System).SelfAddress;
            var dead = false;
            Receive<Silence>(_ => dead = true);
            Receive<Tick>(_ =>
            {
                if (dead)
                    return;
                var announced = new TrainerAnnounced
                {
                    Name = name,
                    Slots = slots,
                    Address = $"{address.Host}:{address.Port}",
                    TorchVersion = "none: this trainer is a fake",
                    Running = { _outbox.Keys },
                };
                pool.Tell(announced);
                foreach (var key in _outbox.Keys.ToArray())
                    SendHead(key);
            });
            Receive<Examine>(examine => Begin(examine.Key, TrainerScript.Examine()));
            Receive<StartTrial>(start => Begin(start.Key, script.Start(start)));
            Receive<StopTrial>(stop =>
            {
                _outbox.Remove(stop.Key);
                script.Stopped(stop.Key);
            });
            Receive<TrialReplyStored>(stored =>
            {
                if (dead || !_outbox.TryGetValue(stored.Key, out var replies) || !replies.TryPeek(out var head) || head.Sequence != stored.Sequence)
                    return;
                replies.Dequeue();
                if (replies.Count == 0 && TrainerScript.EndsWith(head))
                    _outbox.Remove(stored.Key);
                else
                    SendHead(stored.Key);
            });

            void Begin(TrialKey key, IEnumerable<TrialReply> replies)
            {
                if (dead || _outbox.ContainsKey(key))
                    return;
                _outbox[key] = new Queue<TrialReply>(replies.Select((reply, index) =>
                {
                    (reply.Key, reply.Sequence, reply.Trainer) = (key, index + 1, name);
                    return reply;
                }));
                SendHead(key);
            }

            void SendHead(TrialKey key)
            {
                if (_outbox.TryGetValue(key, out var replies) && replies.TryPeek(out var head))
                    pool.Tell(head);
            }
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() =>
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, TimeSpan.FromMilliseconds(300));

        private sealed class Tick
        {
            public static readonly Tick Instance = new();
        }
    }
}
