using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>The mailbox of actors that stash, such as those with a journal; of our own ones, timed.</summary>
public sealed class TimedDequeMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => TimedQueue.Times(owner)
        ? new TimedDeque(new UnboundedDequeMessageQueue(), owner)
        : new UnboundedDequeMessageQueue();
}
