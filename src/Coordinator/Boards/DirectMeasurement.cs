using System.Threading.Channels;
using Akka.Actor;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Boards;

/// <summary>One Measure stream: asks the pool, again and again as all do that want something of it, and passes on what it answers.</summary>
internal sealed class DirectMeasurement : ReceiveActor, IWithTimers
{
    private readonly IActorRef _pool;
    private readonly MeasurementRequested _request;
    private readonly ChannelWriter<MeasureEvent> _events;

    public DirectMeasurement(IActorRef pool, MeasurementKey key, ChannelWriter<MeasureEvent> events)
    {
        (_pool, _events) = (pool, events);
        _request = new MeasurementRequested { CampaignId = $"direct-{Guid.NewGuid():N}", Key = key, Priority = Priority.Low, Direct = true };
        Receive<MeasurementLeased>(leased => _events.TryWrite(new MeasureEvent { Board = leased.Board }));
        Receive<MeasurementCompleted>(completed =>
        {
            _events.TryWrite(new MeasureEvent { Measurement = completed.Measurement });
            End(null);
        });
        Receive<MeasurementFailed>(failed =>
        {
            _request.FailedBoards.Add(failed.Board);
            if (failed.GaveUp)
                End(new RpcException(new Grpc.Core.Status(StatusCode.FailedPrecondition, $"It cannot be measured. {failed.Board} says: {failed.Reason}")));
        });
        Receive<Tick>(_ => Ask());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Ask();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, BoardPoolState.HeartbeatInterval);
    }

    private void Ask() => _pool.Tell(_request.Clone());

    private void End(RpcException? why)
    {
        _events.TryComplete(why);
        Context.Stop(Self);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
