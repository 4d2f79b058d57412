using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Tests.Telemetry;

public sealed class ActorSignalsTests : TestKit
{
    private static readonly Config Timed = ConfigurationFactory.ParseString(ActorTelemetry.Settings);

    private readonly ConcurrentQueue<(string Instrument, string Actor)> _seen = [];
    private readonly MeterListener _meters = new();

    public ActorSignalsTests()
        : base(Timed)
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Signals.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => _seen.Enqueue((instrument.Name, ActorOf(tags))));
        _meters.Start();
    }

    [Fact]
    public async Task Every_message_is_timed_from_its_mailbox_through_its_actor_and_what_is_stashed_only_once()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StashingActor()));

        for (var i = 0; i < 3; i++)
            actor.Tell("kept");
        Assert.Equal(3, await actor.Ask<int>("now"));

        await AwaitAssertAsync(() => Assert.Equal(4, _seen.Count(seen => seen == ("deepiot.actor.mailbox.wait", "stashing"))));
        // Three to stash them, the one that lets them go, and three to handle them.
        await AwaitAssertAsync(() => Assert.Equal(7, _seen.Count(seen => seen == ("deepiot.actor.process.duration", "stashing"))));
    }

    protected override void AfterAll()
    {
        _meters.Dispose();
        base.AfterAll();
    }

    private static string ActorOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "deepiot.actor")
                return (string)tag.Value!;
        }

        return "";
    }

    private sealed class StashingActor : ReceiveActor, IWithUnboundedStash
    {
        private int _handled;
        private IActorRef? _asker;

        public StashingActor() => Waiting();

        public IStash Stash { get; set; } = null!;

        private void Waiting()
        {
            Receive<string>(text => text == "kept", _ => Stash.Stash());
            Receive<string>(_ =>
            {
                _asker = Sender;
                Become(Working);
                Stash.UnstashAll();
            });
        }

        private void Working() => Receive<string>(_ =>
        {
            if (++_handled == 3)
                _asker.Tell(3);
        });
    }
}
