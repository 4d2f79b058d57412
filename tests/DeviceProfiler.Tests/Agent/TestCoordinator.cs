using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Tests.Agent;

/// <summary>A real gRPC server on loopback whose side of each board's stream is played by the test.</summary>
internal sealed class TestCoordinator : IAsyncDisposable
{
    private const int ChunkBytes = 1 << 17;

    private readonly WebApplication _app;
    private readonly Channel<AttachedStream> _streams = Channel.CreateUnbounded<AttachedStream>();
    private readonly Dictionary<string, byte[]> _artifacts = [];

    private TestCoordinator(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.WebHost.UseUrls();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<BoardsService>();
        _app.MapGrpcService<ArtifactsService>();
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>When set, boards are turned away with it.</summary>
    public Status? Refusal { get; set; }

    public int Refusals { get; private set; }

    public int Downloads { get; private set; }

    /// <param name="certificate">Serves https with it; null serves http.</param>
    public static async Task<TestCoordinator> StartAsync(X509Certificate2? certificate = null)
    {
        var coordinator = new TestCoordinator(certificate);
        await coordinator._app.StartAsync();
        return coordinator;
    }

    public string Store(byte[] bytes)
    {
        var sha256 = Sha256.Of(bytes);
        _artifacts[sha256] = bytes;
        return sha256;
    }

    public async Task<AttachedStream> NextStreamAsync() => await _streams.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private sealed class BoardsService(TestCoordinator coordinator) : Protocol.V1.Boards.BoardsBase
    {
        public override async Task Attach(IAsyncStreamReader<FromBoard> requests, IServerStreamWriter<ToBoard> replies, ServerCallContext context)
        {
            if (coordinator.Refusal is { } refusal)
            {
                coordinator.Refusals++;
                throw new RpcException(refusal);
            }
            var stream = new AttachedStream(replies, context);
            coordinator._streams.Writer.TryWrite(stream);
            await stream.ServeAsync(requests);
        }
    }

    private sealed class ArtifactsService(TestCoordinator coordinator) : Artifacts.ArtifactsBase
    {
        public override async Task Download(DownloadRequest request, IServerStreamWriter<DownloadChunk> replies, ServerCallContext context)
        {
            if (!coordinator._artifacts.TryGetValue(request.Sha256, out var bytes))
                throw new RpcException(new(StatusCode.NotFound, $"no artifact {request.Sha256}"));
            coordinator.Downloads++;
            for (var offset = (int)request.Offset; offset < bytes.Length; offset += ChunkBytes)
            {
                var chunk = ByteString.CopyFrom(bytes, offset, Math.Min(ChunkBytes, bytes.Length - offset));
                await replies.WriteAsync(new() { Offset = offset, TotalBytes = bytes.Length, Data = chunk });
            }
        }
    }
}
