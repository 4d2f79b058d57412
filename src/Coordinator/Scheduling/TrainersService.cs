using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>trainers.proto on the wire.</summary>
internal sealed class TrainersService(IReadOnlyActorRegistry actors) : Trainers.TrainersBase
{
    public override Task<ListTrainersReply> List(ListTrainersRequest request, ServerCallContext context) =>
        actors.Get<TrainerPoolKey>().AskFor<ListTrainersReply>(new TrainersAsked(), context.CancellationToken);

    public override Task<ListTrainersReply> Drain(DrainTrainerRequest request, ServerCallContext context) =>
        Order(new TrainerOrdered { Trainer = request.Name, Drain = true }, context);

    public override Task<ListTrainersReply> Resume(ResumeTrainerRequest request, ServerCallContext context) =>
        Order(new TrainerOrdered { Trainer = request.Name }, context);

    private Task<ListTrainersReply> Order(TrainerOrdered order, ServerCallContext context) =>
        actors.Get<TrainerPoolKey>().AskFor<ListTrainersReply>(order, context.CancellationToken);
}
