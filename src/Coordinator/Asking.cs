using Akka.Actor;
using DeepIoT.Coordinator.Access;
using DeepIoT.Protocol.Cluster;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator;

/// <summary>From a gRPC call to an actor and back.</summary>
internal static class Asking
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20), Patience = TimeSpan.FromSeconds(3);

    /// <summary>A question goes down with the node that it was on its way to, so it is repeated: whoever is asked knows it again.</summary>
    /// <exception cref="RpcException">NOT_FOUND, or UNAVAILABLE when the cluster does not answer in time.</exception>
    public static async Task<T> AskFor<T>(this ICanTell actor, IMessage question, CancellationToken cancellation)
        where T : class, IMessage
    {
        object answer;
        try
        {
            answer = await FirstAnswer(actor, question, cancellation);
        }
        catch (AskTimeoutException)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "The coordinator is still starting. Try again"));
        }

        return answer switch
        {
            T expected => expected,
            CampaignRefused refused => throw Rejections.Of(refused.Problems),
            CampaignUnknown unknown => throw new RpcException(
                new Grpc.Core.Status(StatusCode.NotFound, $"There is no campaign {unknown.CampaignId}")),
            CampaignOpen open => throw new RpcException(
                new Grpc.Core.Status(StatusCode.FailedPrecondition, $"Campaign {open.CampaignId} has not ended. `deepiot cancel {open.CampaignId}` ends it")),
            BoardMissing missing => throw new RpcException(
                new Grpc.Core.Status(StatusCode.NotFound, $"There is no board {missing.Board}. `deepiot boards` lists them")),
            TrainerMissing missing => throw new RpcException(
                new Grpc.Core.Status(StatusCode.NotFound, $"There is no trainer {missing.Trainer}. `deepiot trainers` lists them")),
            LedgerFault fault => throw new RpcException(
                new Grpc.Core.Status(StatusCode.Unavailable, $"The boards' ledger could not be written: {fault.Reason}. It is tried again; ask for it once more")),
            CampaignFault fault => throw new RpcException(
                new Grpc.Core.Status(StatusCode.Unavailable, $"The journal could not be written: {fault.Reason}. Nothing has changed; try again")),
            _ => throw new InvalidOperationException($"{answer.GetType()} is no answer to {question.Descriptor.Name}"),
        };
    }

    private static async Task<object> FirstAnswer(ICanTell actor, IMessage question, CancellationToken cancellation)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asked = new List<Task<object>>();
        try
        {
            while (true)
            {
                asked.Add(actor.Ask<object>(question, Limit, answered.Token));
                // The first of them to time out ends all.
                if (await Task.WhenAny([.. asked, Task.Delay(Patience, answered.Token)]) is Task<object> first)
                    return await first;
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await answered.CancelAsync();
        }
    }
}
