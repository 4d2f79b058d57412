using System.Threading.Channels;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>Opens one stream after the other, with pauses that grow while the coordinator does not welcome the board.</summary>
internal sealed class Attaching(Boards.BoardsClient boards, ChannelWriter<AgentEvent> events, TimeProvider time, ILogger logger)
{
    private int _failures;

    public async Task RunAsync(CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            var reason = await AttachAsync();
            if (leaving.IsCancellationRequested)
                return;
            var pause = Backoff.Pause(++_failures, Random.Shared.NextDouble());
            AgentLog.Detached(logger, reason, pause.TotalSeconds);
            await Task.Delay(pause, time, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Why the stream ended.</returns>
    private async Task<string> AttachAsync()
    {
        using var stream = new BoardStream(boards);
        events.TryWrite(new StreamReady(stream));
        try
        {
            await stream.RunAsync(Received);
            return "the coordinator closed the stream";
        }
        catch (RpcException end)
        {
            if (stream.DropReason is null && Problem(end) is { } problem)
                events.TryWrite(new AgentEvent.Refused(problem));
            return stream.DropReason ?? Words(end);
        }
        finally
        {
            events.TryWrite(new AgentEvent.StreamEnded());
        }
    }

    private void Received(ToBoard message)
    {
        if (message.KindCase == ToBoard.KindOneofCase.Welcome)
        {
            _failures = 0;
            AgentLog.Attached(logger);
        }
        events.TryWrite(new AgentEvent.Received(message));
    }

    // gRPC's own words for a refused connection do not say so; the exception at the bottom does.
    private static string Words(RpcException end) =>
        end.Status.DebugException?.GetBaseException().Message is { } cause && !end.Status.Detail.Contains(cause, StringComparison.Ordinal)
            ? $"{end.Status.Detail.TrimEnd('.')}: {cause}"
            : end.Status.Detail;

    // Only what asking again cannot change; a coordinator that is away, or still has the board's old stream, can.
    private static Problem? Problem(RpcException end) => end.StatusCode switch
    {
        StatusCode.InvalidArgument => new() { Field = "board", Reason = end.Status.Detail, Remedy = "start it with other options" },
        StatusCode.AlreadyExists => new() { Field = "name", Reason = end.Status.Detail.TrimEnd('.'), Remedy = "choose another one with --name" },
        StatusCode.Unauthenticated or StatusCode.PermissionDenied =>
            new() { Field = "access", Reason = end.Status.Detail, Remedy = "ask the coordinator's owner for access as a board" },
        _ => null,
    };
}
