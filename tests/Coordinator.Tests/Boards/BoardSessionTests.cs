using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Tests.Boards;

public sealed class BoardSessionTests : TestKit
{
    private readonly Channel<ToBoard> _toBoard = Channel.CreateUnbounded<ToBoard>();
    private readonly TestProbe _pool;
    private readonly IActorRef _session;

    public BoardSessionTests()
        : base(VirtualTime.Configuration)
    {
        _pool = CreateTestProbe();
        var hello = new BoardHello { Protocol = 1, AgentId = "agent-1", Board = new BoardDescription { Name = "a", BoardClass = "x" } };
        var time = new VirtualTime((TestScheduler)Sys.Scheduler);
        _session = Sys.ActorOf(Props.Create(() => new BoardSession(_pool.Ref, time, hello, _toBoard.Writer)));
        _pool.ExpectMsg<BoardAttached>(attached => attached.HoldingLease == "");
    }

    [Fact]
    public async Task A_board_that_is_silent_for_three_intervals_loses_its_stream()
    {
        Welcome();
        Advance(3);
        Hear(new FromBoard { Heartbeat = new Heartbeat() });
        Advance(3);
        Assert.False(_toBoard.Reader.Completion.IsCompleted);

        Advance(1);

        while (await _toBoard.Reader.WaitToReadAsync().AsTask().ContinueWith(task => task.IsCompletedSuccessfully && task.Result, TaskScheduler.Default))
            await _toBoard.Reader.ReadAsync();
        await Assert.ThrowsAsync<BoardSilentException>(() => _toBoard.Reader.Completion);
    }

    [Fact]
    public async Task The_pools_lease_becomes_a_job_and_the_boards_answer_goes_back()
    {
        Welcome();
        _session.Tell(new LeaseGranted { LeaseId = "p-1", ModelSha256 = Example.Sha("m1"), Deadline = new Duration { Seconds = 9 } });

        Assert.Equal(BoardPoolState.HeartbeatInterval, (await _toBoard.Reader.ReadAsync()).Welcome.HeartbeatInterval.ToTimeSpan());
        var job = (await _toBoard.Reader.ReadAsync()).Measure;
        Assert.Equal(("p-1", Example.Sha("m1"), 9), (job.LeaseId, job.ModelSha256, job.Deadline.Seconds));

        Hear(new FromBoard { Completed = new JobCompleted { LeaseId = "p-1", Measurement = Example.Measurement() } });
        _pool.ExpectMsg<LeaseCompleted>(completed => completed.LeaseId == "p-1");
    }

    [Fact]
    public void A_pool_that_starts_anew_hears_of_the_board_and_of_the_lease_it_holds()
    {
        _session.Tell(new LeaseGranted { LeaseId = "p-1" });

        _session.Tell(new BoardUnknown { Board = "a" });

        _pool.ExpectMsg<BoardAttached>(attached => attached.HoldingLease == "p-1");
    }

    [Fact]
    public void Before_it_is_welcomed_a_session_asks_again_and_says_nothing_for_the_board()
    {
        _session.Tell(new FromBoard { Heartbeat = new Heartbeat() });
        Advance(1);

        _pool.ExpectMsg<BoardAttached>(attached => attached.AgentId == "agent-1");
    }

    [Fact]
    public async Task A_session_that_is_refused_ends_its_stream_with_the_name_and_the_remedy()
    {
        _session.Tell(new BoardRefused { Board = "a" });

        var refused = await Assert.ThrowsAsync<BoardRefusedException>(() => _toBoard.Reader.Completion);
        Assert.Contains("Another agent is attached as a", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a name of its own", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_ends_takes_its_board_off_the_pool()
    {
        Sys.Stop(_session);

        _pool.ExpectMsg<BoardDetached>(detached => detached.Board == "a");
    }

    private void Welcome() =>
        _session.Tell(new BoardWelcomed { HeartbeatInterval = Duration.FromTimeSpan(BoardPoolState.HeartbeatInterval) });

    private void Hear(FromBoard said)
    {
        _session.Tell(said);
        _pool.FishForMessage(message => message is BoardHeard);
    }

    private void Advance(int intervals)
    {
        for (var i = 0; i < intervals; i++)
        {
            ((TestScheduler)Sys.Scheduler).Advance(BoardPoolState.HeartbeatInterval);
            // The session answers after it has seen the tick.
            _session.Ask<ActorIdentity>(new Identify(i), TimeSpan.FromSeconds(30)).Wait();
        }
    }
}
