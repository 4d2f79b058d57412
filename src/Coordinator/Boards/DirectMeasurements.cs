using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Boards;

/// <summary>Has models measured for callers without a campaign, in the same way as for campaigns, so that either finds what the other has measured.</summary>
internal sealed class DirectMeasurements(ActorSystem system, IReadOnlyActorRegistry actors, ArtifactRights rights, ArtifactIntake artifacts, MeasuringProtocol protocol, Farewell farewell)
{
    /// <returns>The boards that work on it, then the measurement.</returns>
    /// <exception cref="RpcException">INVALID_ARGUMENT with all that is wrong, or FAILED_PRECONDITION when no board can measure it.</exception>
    public async IAsyncEnumerable<MeasureEvent> MeasureAsync(MeasureRequest request, Caller? caller, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pool = actors.Get<BoardPoolKey>();
        if (await Problems(pool, request, caller, cancellation) is { Count: > 0 } problems)
            throw Rejections.Of(problems);
        var key = new MeasurementKey { ModelSha256 = request.ModelSha256, BoardClass = request.BoardClass, Protocol = protocol };
        var events = Channel.CreateUnbounded<MeasureEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stopping = farewell.End(events.Writer);
        var asking = system.ActorOf(Props.Create(() => new DirectMeasurement(pool, key, events.Writer)));
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancellation))
                yield return happened;
        }
        finally
        {
            system.Stop(asking);
        }
    }

    private async Task<IReadOnlyList<Problem>> Problems(IActorRef pool, MeasureRequest request, Caller? caller, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (!ArtifactName.IsValid(request.ModelSha256) || !rights.MayRead(caller, request.ModelSha256) || await StoreCalls.OrUnavailableAsync(() => artifacts.ClaimAsync(request.ModelSha256, cancellation)) is null)
            problems.Add(new Problem { Field = "modelSha256", Reason = "no model of yours with this hash is stored", Remedy = "Upload it first" });
        var boards = (await pool.AskFor<ListBoardsReply>(new BoardsAsked(), cancellation)).Boards;
        var classes = boards.Select(board => board.Description.BoardClass).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (!classes.Contains(request.BoardClass))
        {
            var remedy = classes.Length == 0 ? "Attach one: no board is known" : $"Known: {string.Join(", ", classes)}";
            problems.Add(new Problem { Field = "boardClass", Reason = $"no board is of the class `{request.BoardClass}`", Remedy = remedy });
        }

        return problems;
    }
}
