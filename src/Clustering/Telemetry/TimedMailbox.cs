using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>The default mailbox; of our own actors, one that is timed.</summary>
public sealed class TimedMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<UnboundedMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => TimedQueue.Times(owner)
        ? new TimedQueue(new UnboundedMessageQueue(), owner)
        : new UnboundedMessageQueue();
}
