using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Cli.Tests.Fakes;

public sealed class FakeBoards : Boards.BoardsBase
{
    public ListBoardsReply Known { get; } = new();

    public override Task<ListBoardsReply> List(ListBoardsRequest request, ServerCallContext context) => System.Threading.Tasks.Task.FromResult(Known);
}
