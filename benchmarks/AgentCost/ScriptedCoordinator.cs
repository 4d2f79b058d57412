using System.Diagnostics;
using System.Net;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Benchmarks.AgentCost;

/// <summary>A coordinator of one board and one job, which then only exchanges heartbeats, as often as the real one.</summary>
internal sealed class ScriptedCoordinator : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly byte[] _model;
    private readonly TaskCompletionSource<long> _attached = new(), _measured = new();

    private ScriptedCoordinator(byte[] model)
    {
        _model = model;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<BoardsService>();
        _app.MapGrpcService<ArtifactsService>();
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Timestamp of the board's first word.</summary>
    public Task<long> Attached => _attached.Task;

    /// <summary>Timestamp of its measurement; a failed job throws.</summary>
    public Task<long> Measured => _measured.Task;

    public static async Task<ScriptedCoordinator> StartAsync(byte[] model)
    {
        var coordinator = new ScriptedCoordinator(model);
        await coordinator._app.StartAsync();
        return coordinator;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private sealed class BoardsService(ScriptedCoordinator coordinator) : Boards.BoardsBase
    {
        public override async Task Attach(IAsyncStreamReader<FromBoard> requests, IServerStreamWriter<ToBoard> replies, ServerCallContext context)
        {
            await requests.MoveNext();
            coordinator._attached.TrySetResult(Stopwatch.GetTimestamp());
            await replies.WriteAsync(new() { Welcome = new() { HeartbeatInterval = Duration.FromTimeSpan(Heartbeat) } });
            await replies.WriteAsync(new() { Measure = new() { LeaseId = "bench", ModelSha256 = Sha256.Of(coordinator._model), Protocol = new() } });
            var beating = BeatAsync(replies, context.CancellationToken);
            await foreach (var message in requests.ReadAllAsync())
            {
                if (message.KindCase == FromBoard.KindOneofCase.Completed)
                    coordinator._measured.TrySetResult(Stopwatch.GetTimestamp());
                else if (message.KindCase == FromBoard.KindOneofCase.Failed)
                    coordinator._measured.TrySetException(new InvalidOperationException(message.Failed.Reason));
            }
            await beating;
        }

        private static async Task BeatAsync(IServerStreamWriter<ToBoard> replies, CancellationToken ended)
        {
            while (!ended.IsCancellationRequested)
            {
                await Task.Delay(Heartbeat, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!ended.IsCancellationRequested)
                    await replies.WriteAsync(new() { Heartbeat = new() }, ended);
            }
        }
    }

    private sealed class ArtifactsService(ScriptedCoordinator coordinator) : Artifacts.ArtifactsBase
    {
        public override Task Download(DownloadRequest request, IServerStreamWriter<DownloadChunk> replies, ServerCallContext context) =>
            replies.WriteAsync(new() { TotalBytes = coordinator._model.Length, Data = ByteString.CopyFrom(coordinator._model) });
    }
}
