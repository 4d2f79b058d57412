using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Boards.Enrolment;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Boards;

/// <summary>boards.proto on the wire.</summary>
internal sealed class BoardsService(ActorSystem system, IReadOnlyActorRegistry actors, BoardLedger ledger, EnrolmentDesk desk, ArtifactRights rights, DirectMeasurements measurements, TimeProvider time, Farewell farewell)
    : Protocol.V1.Boards.BoardsBase
{
    private const int ProtocolVersion = 1;
    private const int NameLength = 200;
    private const int EventsShown = 50;

    private IActorRef Pool => actors.Get<BoardPoolKey>();

    public override Task<ListBoardsReply> List(ListBoardsRequest request, ServerCallContext context) =>
        Pool.AskFor<ListBoardsReply>(new BoardsAsked(), context.CancellationToken);

    public override async Task<BoardDetails> Show(ShowBoardRequest request, ServerCallContext context)
    {
        if (request.Events is < 0 or > BoardLedger.MostEvents)
            throw Rejections.Of("events", $"{request.Events} is not between 0 and {BoardLedger.MostEvents}", $"Use {EventsShown}");
        var details = await Pool.AskFor<BoardDetails>(new BoardAsked { Board = request.Name }, context.CancellationToken);
        details.History.Add(StorageCalls.OrUnavailable(() => ledger.History(request.Name, request.Events == 0 ? EventsShown : request.Events)));
        return details;
    }

    public override Task<Board> Drain(DrainBoardRequest request, ServerCallContext context) => request.Reason.Length > NameLength
        ? throw Rejections.Of("reason", $"it is longer than {NameLength} characters", "Say it shorter")
        : Pool.AskFor<Board>(new DrainAsked { Board = request.Name, Reason = request.Reason }, context.CancellationToken);

    public override Task<Board> Resume(ResumeBoardRequest request, ServerCallContext context) =>
        Pool.AskFor<Board>(new ResumeAsked { Board = request.Name }, context.CancellationToken);

    public override Task<InviteBoardsReply> Invite(InviteBoardsRequest request, ServerCallContext context) => desk.InviteAsync(request);

    public override async Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
    {
        var reply = await desk.EnrolAsync(request);
        Pool.Tell(new BoardNoted { Board = request.Name, Kind = BoardEventKind.Enrolled });
        return reply;
    }

    public override async Task<RevokeBoardReply> Revoke(RevokeBoardRequest request, ServerCallContext context)
    {
        await desk.RevokeAsync(request.Name);
        Pool.Tell(new BoardNoted { Board = request.Name, Kind = BoardEventKind.Revoked });
        return new RevokeBoardReply();
    }

    public override async Task Measure(MeasureRequest request, IServerStreamWriter<MeasureEvent> responseStream, ServerCallContext context)
    {
        await foreach (var happened in measurements.MeasureAsync(request, Caller.Of(context), context.CancellationToken))
            await responseStream.WriteAsync(happened, context.CancellationToken);
    }

    public override async Task Attach(
        IAsyncStreamReader<FromBoard> requestStream,
        IServerStreamWriter<ToBoard> responseStream,
        ServerCallContext context)
    {
        var hello = await Hello(requestStream, context.CancellationToken);
        Call.Note(context, hello.Board.Name);
        var revoked = desk.Admit(hello.Board.Name, Caller.Of(context));
        var toBoard = Channel.CreateUnbounded<ToBoard>(new UnboundedChannelOptions { SingleReader = true });
        var pool = Pool;
        var session = system.ActorOf(Props.Create(() => new BoardSession(pool, time, hello, toBoard.Writer)));
        using var revocation = revoked.Register(() => toBoard.Writer.TryComplete(new BoardRevokedException(hello.Board.Name)));
        using var stopping = farewell.End(toBoard.Writer);
        // Its end is not waited for, nor is it cancelled: cancelling a read cancels the call, and the board would be told
        // that instead of the reason below. It ends with the call.
        _ = Listen(requestStream, session, toBoard.Writer, CancellationToken.None);
        try
        {
            await foreach (var message in toBoard.Reader.ReadAllAsync(context.CancellationToken))
            {
                if (message.Measure is { } job)
                    rights.GiveToBoards(job.ModelSha256);
                await responseStream.WriteAsync(message, context.CancellationToken);
            }
        }
        catch (BoardReplacedException e)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Aborted, e.Message));
        }
        catch (BoardRefusedException e)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.AlreadyExists, e.Message));
        }
        catch (BoardRevokedException e)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, e.Message));
        }
        catch (BoardSilentException e)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.DeadlineExceeded, e.Message));
        }
        finally
        {
            system.Stop(session);
        }
    }

    private static async Task<BoardHello> Hello(IAsyncStreamReader<FromBoard> said, CancellationToken cancellation)
    {
        if (!await said.MoveNext(cancellation) || said.Current.Hello?.Board is not { } board)
            throw Rejections.Of("hello", "the stream does not begin with it", "Send BoardHello first");
        var hello = said.Current.Hello;
        var problems = new List<Problem>();
        Require(hello.Protocol == ProtocolVersion, "protocol", $"this coordinator speaks version {ProtocolVersion}", "Use an agent of the coordinator's version");
        Require(board.Name is { Length: > 0 and <= NameLength }, "board.name", "it is empty or too long", "Name the board, for example by its host name");
        Require(board.BoardClass is { Length: > 0 and <= NameLength }, "board.boardClass", "it is empty or too long", "Say what makes its readings comparable");
        return problems.Count == 0 ? hello : throw Rejections.Of(problems);

        void Require(bool holds, string field, string reason, string remedy)
        {
            if (!holds)
                problems.Add(new Problem { Field = field, Reason = reason, Remedy = remedy });
        }
    }

    // However the board's side ends, ours ends with it; a connection that breaks is an end like any other, and of a message
    // that cannot be read the board is told.
    private static async Task Listen(
        IAsyncStreamReader<FromBoard> said,
        IActorRef session,
        ChannelWriter<ToBoard> toBoard,
        CancellationToken cancellation)
    {
        try
        {
            while (await said.MoveNext(cancellation))
                session.Tell(said.Current);
            toBoard.TryComplete();
        }
        catch (RpcException e)
        {
            toBoard.TryComplete(e);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            toBoard.TryComplete();
        }
    }
}
