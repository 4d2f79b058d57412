using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Fakes;

public sealed class FakeBoards : Boards.BoardsBase
{
    public ListBoardsReply Known { get; } = new();

    public BoardDetails? Details { get; set; }

    /// <summary>Every order that came, in turn.</summary>
    public List<IMessage> Orders { get; } = [];

    public override Task<ListBoardsReply> List(ListBoardsRequest request, ServerCallContext context) => Task.FromResult(Known);

    public override Task<BoardDetails> Show(ShowBoardRequest request, ServerCallContext context) =>
        Details is not null ? Task.FromResult(Details) : throw new RpcException(new(StatusCode.NotFound, $"There is no board {request.Name}. `deepiot boards` lists them"));

    public override Task<Board> Drain(DrainBoardRequest request, ServerCallContext context) => Ordered(request, BoardState.Draining, $"drained: {request.Reason}");

    public override Task<Board> Resume(ResumeBoardRequest request, ServerCallContext context) => Ordered(request, BoardState.Free, "");

    public override Task<RevokeBoardReply> Revoke(RevokeBoardRequest request, ServerCallContext context)
    {
        Orders.Add(request);
        return Task.FromResult(new RevokeBoardReply());
    }

    public override Task<InviteBoardsReply> Invite(InviteBoardsRequest request, ServerCallContext context)
    {
        Orders.Add(request);
        return Task.FromResult(new InviteBoardsReply { JoinToken = "join-1234", ExpiresAt = Made.At });
    }

    /// <summary>Milliseconds of the models that were asked for, by how many came before; null fails.</summary>
    public Func<int, double?> Speed { get; set; } = asked => 1 + (asked / 10.0);

    public override Task Measure(MeasureRequest request, IServerStreamWriter<MeasureEvent> responseStream, ServerCallContext context)
    {
        int asked;
        lock (Orders)
        {
            asked = Orders.Count;
            Orders.Add(request);
        }

        return Speed(asked) is { } milliseconds
            ? responseStream.WriteAsync(new MeasureEvent { Measurement = new Measurement { BoardClass = request.BoardClass, MedianMs = milliseconds } })
            : throw new RpcException(new(StatusCode.FailedPrecondition, "It cannot be measured. kitchen-pi says: too big"));
    }

    private Task<Board> Ordered(IMessage request, BoardState state, string reason)
    {
        Orders.Add(request);
        return Task.FromResult(new Board { Description = new BoardDescription { Name = "kitchen-pi" }, State = state, Reason = reason, LastSeen = new Timestamp() });
    }
}
