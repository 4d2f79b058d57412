using System.Collections.Concurrent;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.TrainerNode.Tests.Artifacts;

/// <summary>The artifacts service by its contract, in memory, with faults on demand.</summary>
internal sealed class ArtifactsInMemory : Protocol.V1.Artifacts.ArtifactsBase
{
    private readonly ConcurrentDictionary<string, byte[]> _stored = new();
    private readonly ConcurrentDictionary<string, MemoryStream> _unfinished = new();
    private int _uploads;

    /// <summary>Uploads and downloads break with Unavailable after so many bytes, once for each number.</summary>
    public Queue<int> BreakAfter { get; } = new();

    /// <summary>So many next uploads find the disk full; likewise downloads that arrive with a wrong byte.</summary>
    public int DiskFull { get; set; }

    public int Corrupt { get; set; }

    /// <summary>Downloads begin and send nothing.</summary>
    public bool DownloadsWait { get; set; }

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    public int Uploads => _uploads;

    public string Add(byte[] bytes)
    {
        var name = Sha256.Of(bytes);
        _stored[name] = bytes;
        return name;
    }

    public byte[]? Find(string sha256) => _stored.GetValueOrDefault(sha256);

    public override Task<StatReply> Stat(StatRequest request, ServerCallContext context) => Task.FromResult(new StatReply
    {
        Stored = _stored.ContainsKey(request.Sha256),
        Received = _unfinished.GetValueOrDefault(request.Sha256)?.Length ?? 0,
    });

    public override async Task<UploadReply> Upload(IAsyncStreamReader<UploadChunk> chunks, ServerCallContext context)
    {
        Interlocked.Increment(ref _uploads);
        if (DiskFull > 0 && DiskFull-- > 0)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "the disk is full"));
        var breakAfter = BreakAfter.TryDequeue(out var limit) ? limit : int.MaxValue;
        ArtifactRef? artifact = null;
        MemoryStream content = new();
        await foreach (var chunk in chunks.ReadAllAsync())
        {
            if (chunk.Artifact is { } named)
                content = _unfinished.GetOrAdd((artifact = named).Sha256, _ => new MemoryStream());
            if (chunk.Offset != content.Length)
                throw new RpcException(new Status(StatusCode.Aborted, $"{content.Length} bytes have arrived"));
            content.Write(chunk.Data.Span);
            BytesReceived += chunk.Data.Length;
            if ((breakAfter -= chunk.Data.Length) < 0)
                throw new RpcException(new Status(StatusCode.Unavailable, "broken on demand"));
        }
        _unfinished.TryRemove(artifact!.Sha256, out _);
        if (Sha256.Of(content.ToArray()) != artifact.Sha256)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "the bytes are not those of that name"));
        _stored[artifact.Sha256] = content.ToArray();
        return new UploadReply { Artifact = artifact };
    }

    public override async Task Download(DownloadRequest request, IServerStreamWriter<DownloadChunk> chunks, ServerCallContext context)
    {
        if (DownloadsWait)
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        var bytes = Find(request.Sha256) ?? throw new RpcException(new Status(StatusCode.NotFound, "no such artifact"));
        if (Corrupt > 0 && Corrupt-- > 0)
            (bytes = [.. bytes])[^1] ^= 1;
        var breakAfter = BreakAfter.TryDequeue(out var limit) ? limit : int.MaxValue;
        for (var at = (int)request.Offset; at < bytes.Length;)
        {
            var size = Math.Min(50_000, bytes.Length - at);
            if ((breakAfter -= size) < 0)
                throw new RpcException(new Status(StatusCode.Unavailable, "broken on demand"));
            await chunks.WriteAsync(new DownloadChunk
            {
                Offset = at,
                TotalBytes = bytes.Length,
                Data = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(at, size)),
            });
            (at, BytesSent) = (at + size, BytesSent + size);
        }
    }
}
