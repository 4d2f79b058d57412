using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>
/// A FAKE trainer: a real member of the cluster that trains nothing and "finds" the candidates it is told, so that boards
/// get models that no training ends with.
/// </summary>
internal sealed class ScriptedTrainer : IAsyncDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly Task _staying;

    private ScriptedTrainer(int clusterPort, Func<string, IReadOnlyList<ArtifactRef>> candidates) => _staying = StayAsync(clusterPort, candidates);

    /// <param name="candidates">What is found in a campaign, by the SHA-256 of its model.</param>
    public static ScriptedTrainer Join(int clusterPort, Func<string, IReadOnlyList<ArtifactRef>> candidates) => new(clusterPort, candidates);

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await _staying;
        _leave.Dispose();
    }

    // The cluster downs a node that a busy machine has kept from its heartbeats; a service manager would start it again.
    private async Task StayAsync(int clusterPort, Func<string, IReadOnlyList<ArtifactRef>> candidates)
    {
        while (!_leave.IsCancellationRequested)
        {
            using var host = Build(clusterPort, candidates);
            await host.StartAsync();
            await Task.WhenAny(host.Services.GetRequiredService<ActorSystem>().WhenTerminated, Task.Delay(Timeout.Infinite, _leave.Token));
            await host.StopAsync();
        }
    }

    private static IHost Build(int clusterPort, Func<string, IReadOnlyList<ArtifactRef>> candidates)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        var seeds = new[] { $"127.0.0.1:{clusterPort}" };
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(new ClusterSettings(ClusterNames.TrainerRole, "127.0.0.1", 0, seeds))
            .WithTrainerPoolProxy()
            .WithActors((system, registry) =>
            {
                var pool = registry.Get<TrainerPoolKey>();
                system.ActorOf(Props.Create(() => new Node(pool, candidates)), "trainer");
            }));
        return builder.Build();
    }

    /// <summary>Announces itself, and sends each job's replies in order, one at a time, until they are stored.</summary>
    private sealed class Node : ReceiveActor, IWithTimers
    {
        private const string Name = "scripted";

        private static readonly ModelCost BaselineCost = new() { Parameters = 10_000, Macs = 50_000, Bytes = 41_000 };

        private readonly Dictionary<TrialKey, Queue<TrialReply>> _outbox = [];
        private readonly IActorRef _pool;

        public Node(IActorRef pool, Func<string, IReadOnlyList<ArtifactRef>> candidates)
        {
            _pool = pool;
            Receive<Tick>(_ => Announce());
            Receive<Examine>(examine => Begin(examine.Key, [new() { Examined = new Examined { Baseline = Baseline() } }]));
            Receive<StartTrial>(start => Begin(start.Key, [new() { Started = new TrialStarted() }, .. candidates(start.Model.Sha256).Select(Found), new() { Completed = new TrialCompleted() }]));
            Receive<StopTrial>(stop => _outbox.Remove(stop.Key));
            Receive<TrialReplyStored>(Stored);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() =>
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, TimeSpan.FromMilliseconds(300));

        private static BaselineReport Baseline() => new() { Cost = BaselineCost, ValidationAccuracy = 0.98, TestAccuracy = 0.97, SmallestShare = 0.01 };

        // Costs of their own: of two with the same only the better is measured.
        private static TrialReply Found(ArtifactRef model, int index) => new()
        {
            Candidate = new CandidateFound
            {
                Model = model,
                Rung = 1,
                Cost = new ModelCost { Parameters = 900 - index, Macs = 4_000 - index, Bytes = 4_100 - index },
                ValidationAccuracy = 0.977,
                TestAccuracy = 0.97,
            },
        };

        private void Announce()
        {
            var address = Akka.Cluster.Cluster.Get(Context.System).SelfAddress;
            _pool.Tell(new TrainerAnnounced { Name = Name, Slots = 2, Address = $"{address.Host}:{address.Port}", TorchVersion = "none: a fake", Running = { _outbox.Keys } });
            foreach (var key in _outbox.Keys.ToArray())
                SendHead(key);
        }

        private void Begin(TrialKey key, TrialReply[] replies)
        {
            if (_outbox.ContainsKey(key))
                return;
            for (var i = 0; i < replies.Length; i++)
                (replies[i].Key, replies[i].Sequence, replies[i].Trainer) = (key, i + 1, Name);
            _outbox[key] = new Queue<TrialReply>(replies);
            SendHead(key);
        }

        private void Stored(TrialReplyStored stored)
        {
            if (!_outbox.TryGetValue(stored.Key, out var replies) || !replies.TryPeek(out var head) || head.Sequence != stored.Sequence)
                return;
            replies.Dequeue();
            if (replies.Count == 0)
                _outbox.Remove(stored.Key);
            else
                SendHead(stored.Key);
        }

        private void SendHead(TrialKey key)
        {
            if (_outbox.TryGetValue(key, out var replies) && replies.TryPeek(out var head))
                _pool.Tell(head);
        }

        private sealed class Tick
        {
            public static readonly Tick Instance = new();
        }
    }
}
