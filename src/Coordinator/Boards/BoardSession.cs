using System.Threading.Channels;
using Akka.Actor;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// One Attach stream: what the board says goes to the pool, what the pool says goes to the board. Heartbeats go both
/// ways; a board silent for three of them is taken for gone and the stream ends.
/// </summary>
internal sealed class BoardSession : ReceiveActor, IWithTimers
{
    private readonly IActorRef _pool;
    private readonly TimeProvider _time;
    private readonly BoardHello _hello;
    private readonly ChannelWriter<ToBoard> _toBoard;
    private long _heard;
    private string _lease;
    private bool _attached;
    private string _end = "its stream ended";

    public BoardSession(IActorRef pool, TimeProvider time, BoardHello hello, ChannelWriter<ToBoard> toBoard)
    {
        (_pool, _time, _hello, _toBoard) = (pool, time, hello, toBoard);
        (_heard, _lease) = (time.GetTimestamp(), hello.HoldingLease);
        Receive<FromBoard>(Hear);
        Receive<BoardWelcomed>(welcomed =>
        {
            _attached = true;
            Send(new ToBoard { Welcome = new Welcome { HeartbeatInterval = welcomed.HeartbeatInterval } });
        });
        Receive<LeaseGranted>(Grant);
        Receive<LeaseEnded>(ended =>
        {
            if (_lease == ended.LeaseId)
                _lease = "";
            Send(new ToBoard { Cancel = new CancelJob { LeaseId = ended.LeaseId } });
        });
        Receive<BoardUnknown>(_ => Attach());
        Receive<BoardRefused>(_ => _toBoard.TryComplete(new BoardRefusedException(hello.Board.Name)));
        Receive<BoardReplaced>(_ => _toBoard.TryComplete(new BoardReplacedException(hello.Board.Name)));
        Receive<BoardShutOut>(_ => _toBoard.TryComplete(new BoardRevokedException(hello.Board.Name)));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private string Board => _hello.Board.Name;

    protected override void PreStart()
    {
        Attach();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, BoardPoolState.HeartbeatInterval);
    }

    protected override void PostStop()
    {
        _pool.Tell(new BoardDetached { Board = Board, Reason = _end });
        _toBoard.TryComplete();
    }

    private void Attach() => _pool.Tell(new BoardAttached { Board = _hello.Board, HoldingLease = _lease, AgentId = _hello.AgentId });

    private void Hear(FromBoard said)
    {
        _heard = _time.GetTimestamp();
        // Before it is welcomed, another stream may still speak for the board.
        if (_attached)
            _pool.Tell(new BoardHeard { Board = Board });
        switch (said.KindCase)
        {
            case FromBoard.KindOneofCase.Started:
                _pool.Tell(new LeaseStarted { LeaseId = said.Started.LeaseId });
                break;
            case FromBoard.KindOneofCase.Completed:
                _lease = "";
                _pool.Tell(new LeaseCompleted { LeaseId = said.Completed.LeaseId, Measurement = said.Completed.Measurement });
                break;
            case FromBoard.KindOneofCase.Failed:
                _lease = "";
                _pool.Tell(new LeaseFailed
                {
                    LeaseId = said.Failed.LeaseId,
                    Reason = said.Failed.Reason,
                    ModelAtFault = said.Failed.ModelAtFault,
                    BoardAtFault = said.Failed.BoardAtFault,
                });
                break;
            case FromBoard.KindOneofCase.Draining:
                _pool.Tell(new BoardDraining { Board = Board, Reason = said.Draining.Reason });
                break;
        }
    }

    private void Grant(LeaseGranted granted)
    {
        _lease = granted.LeaseId;
        Send(new ToBoard
        {
            Measure = new MeasureJob
            {
                LeaseId = granted.LeaseId,
                ModelSha256 = granted.ModelSha256,
                Protocol = granted.Protocol,
                Deadline = granted.Deadline,
                Reference = granted.Reference,
                TraceParent = granted.TraceParent,
            },
        });
    }

    private void OnTick()
    {
        if (_time.GetElapsedTime(_heard) > 3 * BoardPoolState.HeartbeatInterval)
        {
            _end = "it went silent";
            _toBoard.TryComplete(new BoardSilentException(Board));
            return;
        }

        if (!_attached)
            Attach();
        Send(new ToBoard { Heartbeat = new Heartbeat { At = Timestamp.FromDateTimeOffset(_time.GetUtcNow()) } });
    }

    private void Send(ToBoard message) => _toBoard.TryWrite(message);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
