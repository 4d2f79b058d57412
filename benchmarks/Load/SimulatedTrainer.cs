using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Load;

/// <summary>
/// SIMULATED: speaks the protocol of a trainer and trains nothing. Every examination is good, and every trial starts, keeps a
/// checkpoint, finds a candidate and completes as soon as the coordinator has stored the reply before.
/// </summary>
internal sealed class SimulatedTrainer : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Announcing = TimeSpan.FromSeconds(1);
    private readonly Dictionary<TrialKey, Queue<TrialReply>> _outbox = [];
    private readonly string _name;
    private readonly int _slots;
    private readonly IActorRef _pool;

    public SimulatedTrainer(string name, int slots, IActorRef pool)
    {
        (_name, _slots, _pool) = (name, slots, pool);
        Receive<Tick>(_ =>
        {
            Announce();
            foreach (var key in _outbox.Keys)
                SendNext(key);
        });
        Receive<Examine>(examine => Begin(examine.Key, name, new TrialReply { Examined = new Examined { Baseline = Baseline() } }));
        Receive<StartTrial>(start => Begin(
            start.Key,
            name,
            new TrialReply { Started = new TrialStarted() },
            new TrialReply { Checkpoint = new CheckpointStored { Checkpoint = Named($"checkpoint {start.Key}") } },
            new TrialReply { Candidate = Found(start.Key) },
            new TrialReply { Completed = new TrialCompleted() }));
        Receive<StopTrial>(stop =>
        {
            _outbox.Remove(stop.Key);
            Announce();
        });
        Receive<TrialReplyStored>(OnStored);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, Announcing);

    private void Begin(TrialKey key, string name, params TrialReply[] replies)
    {
        if (_outbox.ContainsKey(key))
            return;
        for (var i = 0; i < replies.Length; i++)
            (replies[i].Key, replies[i].Sequence, replies[i].Trainer) = (key, i + 1, name);
        _outbox[key] = new Queue<TrialReply>(replies);
        SendNext(key);
    }

    private void OnStored(TrialReplyStored stored)
    {
        if (!_outbox.TryGetValue(stored.Key, out var replies) || replies.Peek().Sequence != stored.Sequence)
            return;
        replies.Dequeue();
        if (replies.Count > 0)
        {
            SendNext(stored.Key);
            return;
        }

        // Its slot is free: a real trainer too says so at once.
        _outbox.Remove(stored.Key);
        Announce();
    }

    // The pool tells trainers apart by their address.
    private void Announce() => _pool.Tell(new TrainerAnnounced
    {
        Name = _name,
        Slots = _slots,
        Address = _name,
        TorchVersion = "none: simulated",
        Running = { _outbox.Keys },
    });

    private void SendNext(TrialKey key) => _pool.Tell(_outbox[key].Peek());

    private static BaselineReport Baseline() => new()
    {
        Cost = new ModelCost { Parameters = 10_000, Macs = 50_000, Bytes = 41_000 },
        ValidationAccuracy = 0.98,
        TestAccuracy = 0.98,
        SmallestShare = 0.01,
    };

    private static CandidateFound Found(TrialKey key) => new()
    {
        Model = Named($"candidate {key}"),
        Rung = 1,
        Cost = new ModelCost { Parameters = 900, Macs = 4_000, Bytes = 4_100 },
        ValidationAccuracy = 0.975,
        TestAccuracy = 0.975,
    };

    private static ArtifactRef Named(string what) => new()
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what))),
        Bytes = 4_100,
        Name = "simulated",
    };

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
