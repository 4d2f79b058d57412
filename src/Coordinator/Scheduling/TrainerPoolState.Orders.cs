using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Scheduling;

internal sealed partial class TrainerPoolState
{
    /// <summary>Told to each trainer of that name that does not follow yet; null when there is none of that name.</summary>
    public IReadOnlyList<PoolEffect>? Order(TrainerOrdered order)
    {
        var named = Named(order.Trainer);
        return named.Length == 0 ? null : [.. named
            .Where(trainer => trainer.Announced.Draining != order.Drain)
            .Select(trainer => new PoolEffect(trainer.Announced.Address, order.Drain ? new DrainTrainer() : (IMessage)new ResumeTrainer()))];
    }

    /// <summary>The trainers of that name once all of them follow; null until then.</summary>
    public ListTrainersReply? Followed(TrainerOrdered order)
    {
        var named = Named(order.Trainer);
        if (named.Any(trainer => trainer.Announced.Draining != order.Drain))
            return null;
        var reply = new ListTrainersReply();
        reply.Trainers.Add(named.Select(Shown));
        return reply;
    }

    private TrainerRecord[] Named(string name) =>
        [.. _trainers.Values.Where(trainer => trainer.Announced.Name == name).OrderBy(trainer => trainer.Announced.Address, StringComparer.Ordinal)];
}
