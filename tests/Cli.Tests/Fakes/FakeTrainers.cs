using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Cli.Tests.Fakes;

public sealed class FakeTrainers : Trainers.TrainersBase
{
    public ListTrainersReply Known { get; } = new();

    public override Task<ListTrainersReply> List(ListTrainersRequest request, ServerCallContext context) => System.Threading.Tasks.Task.FromResult(Known);
}
