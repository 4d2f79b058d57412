using Akka.Actor;
using Akka.Hosting;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>Puts the instruments of <see cref="ActorSignals"/> into an actor system.</summary>
internal static class ActorTelemetry
{
    public const string Settings = """
        akka.actor.telemetry.enabled = on
        akka.actor.default-mailbox.mailbox-type = "DeepIoT.Clustering.Telemetry.TimedMailbox, DeepIoT.Clustering"
        akka.actor.mailbox.unbounded-queue-based.mailbox-type = "DeepIoT.Clustering.Telemetry.TimedMailbox, DeepIoT.Clustering"
        akka.actor.mailbox.unbounded-deque-based.mailbox-type = "DeepIoT.Clustering.Telemetry.TimedDequeMailbox, DeepIoT.Clustering"
        """;

    // First of all, so that it hears of every other.
    public static AkkaConfigurationBuilder WithTelemetry(this AkkaConfigurationBuilder builder) => builder
        .AddHocon(Settings, HoconAddMode.Prepend)
        .WithActors((system, _) => system.ActorOf(Props.Create(() => new ActorObserver()), "observer"));
}
