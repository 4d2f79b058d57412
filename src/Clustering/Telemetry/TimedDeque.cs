using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>A <see cref="TimedQueue"/> into which an actor can put back what it has stashed.</summary>
internal sealed class TimedDeque(UnboundedDequeMessageQueue deque, IActorRef owner) : TimedQueue(deque, owner), IUnboundedDequeBasedMessageQueueSemantics
{
    public void EnqueueFirst(Envelope envelope)
    {
        Returned();
        deque.EnqueueFirst(envelope);
    }
}
