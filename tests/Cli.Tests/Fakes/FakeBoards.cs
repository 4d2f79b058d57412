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

    private Task<Board> Ordered(IMessage request, BoardState state, string reason)
    {
        Orders.Add(request);
        return Task.FromResult(new Board { Description = new BoardDescription { Name = "kitchen-pi" }, State = state, Reason = reason, LastSeen = new Timestamp() });
    }
}
