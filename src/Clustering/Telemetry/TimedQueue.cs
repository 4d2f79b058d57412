using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>
/// Times how long each message lies in a mailbox, and how long its actor then takes for it: until the mailbox is asked
/// for the next, or whether there is one. Any thread may put in; one at a time takes out.
/// </summary>
internal class TimedQueue(IMessageQueue queue, IActorRef owner) : IUnboundedMessageQueueSemantics, IMessageQueue
{
    private readonly ConcurrentQueue<long> _arrivals = [];
    private KeyValuePair<string, object?>? _actor;
    private long _began;
    private int _returned;

    public bool HasMessages
    {
        get
        {
            Finish();
            return queue.HasMessages;
        }
    }

    public int Count => queue.Count;

    /// <summary>System actors and those of libraries have the mailboxes they always had.</summary>
    public static bool Times(IActorRef owner) => owner.Path.Elements is ["user", _, ..];

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        _arrivals.Enqueue(Stopwatch.GetTimestamp());
        queue.Enqueue(receiver, envelope);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        Finish();
        if (!queue.TryDequeue(out envelope))
            return false;
        var now = Stopwatch.GetTimestamp();
        if (_returned > 0)
            _returned--;
        else if (_arrivals.TryDequeue(out var arrived))
            ActorSignals.MailboxWait.Record(Stopwatch.GetElapsedTime(arrived, now).TotalSeconds, Actor);
        Volatile.Write(ref _began, now);
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => queue.CleanUp(owner, deadletters);

    /// <summary>The actor puts a message back, which comes first then and has been timed already.</summary>
    protected void Returned() => _returned++;

    // Of what kind the actor is, it is known once it runs.
    private KeyValuePair<string, object?> Actor => _actor ??= ActorSignals.Of(((ActorRefWithCell)owner).Underlying.Props.Type);

    private void Finish()
    {
        if (Interlocked.Exchange(ref _began, 0) is > 0 and var began)
            ActorSignals.Processing.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Actor);
    }
}
