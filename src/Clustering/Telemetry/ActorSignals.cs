using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>What a node tells of its actors and of the cluster around it.</summary>
public static class ActorSignals
{
    private const string Actor = "deepiot.actor";

    private static readonly ConcurrentDictionary<string, long> Alive = [];
    private static long _deadLetters;

    public static SignalBook Book { get; } = new("coordinator, trainer");

    internal static Histogram<double> MailboxWait { get; } = Book.Histogram(
        "deepiot.actor.mailbox.wait", "s", "From a message being put into an actor's mailbox to the actor taking it", Buckets.Moments, Actor);

    internal static Histogram<double> Processing { get; } = Book.Histogram(
        "deepiot.actor.process.duration", "s", "Time an actor takes for one message, without what it leaves to others", Buckets.Moments, Actor);

    internal static Counter<long> Restarts { get; } = Book.Counter(
        "deepiot.actor.restarts", "{restart}", "Actors started again by their supervisor after an exception", Actor);

    /// <summary>Reachable and unreachable members by role, as this node sees them.</summary>
    internal static Census Members { get; } = new("deepiot.cluster.reachability", "deepiot.cluster.role");

    /// <summary>Shards and what is alive in them on this node, by the name of the region.</summary>
    internal static Census Shards { get; } = new("deepiot.shard.region");

    internal static Census Entities { get; } = new("deepiot.shard.region");

    static ActorSignals()
    {
        Book.Gauge(
            "deepiot.actor.count", "{actor}", "Actors alive",
            () => Alive.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>(Actor, pair.Key))), Actor);
        Book.Total(
            "deepiot.actor.dead_letters", "{message}", "Messages to actors that are not there", () => Volatile.Read(ref _deadLetters));
        Book.Gauge(
            "deepiot.cluster.members", "{node}", "Nodes of the cluster as this one sees them", Members.Observe, "deepiot.cluster.role", "deepiot.cluster.reachability");
        Book.Gauge("deepiot.shard.count", "{shard}", "Shards on this node", Shards.Observe, "deepiot.shard.region");
        Book.Gauge("deepiot.shard.entities", "{entity}", "Entities alive in the shards of this node", Entities.Observe, "deepiot.shard.region");
    }

    internal static KeyValuePair<string, object?> Of(Type actor) => new(Actor, Name(actor));

    internal static void Started(Type actor) => Alive.AddOrUpdate(Name(actor), 1, (_, count) => count + 1);

    internal static void Stopped(Type actor) => Alive.AddOrUpdate(Name(actor), 0, (_, count) => count - 1);

    internal static void DeadLetter() => Interlocked.Increment(ref _deadLetters);

    /// <summary>`board-pool` for BoardPool, and `trainer-node` for TrainerNodeActor.</summary>
    private static string Name(Type actor)
    {
        var name = actor.Name.EndsWith("Actor", StringComparison.Ordinal) ? actor.Name[..^"Actor".Length] : actor.Name;
        return string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
    }
}
