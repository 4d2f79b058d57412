using System.Collections.Concurrent;
using System.Security.Cryptography;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>Artifacts in memory.</summary>
public sealed class FakeArtifacts : Artifacts.ArtifactsBase
{
    public ConcurrentDictionary<string, byte[]> Stored { get; } = [];

    public ArtifactRef Store(string name, byte[] bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Stored[sha256] = bytes;
        return new ArtifactRef { Sha256 = sha256, Bytes = bytes.Length, Name = name };
    }

    public override Task<StatReply> Stat(StatRequest request, ServerCallContext context) =>
        Task.FromResult(new StatReply { Stored = Stored.ContainsKey(request.Sha256) });

    public override async Task<UploadReply> Upload(IAsyncStreamReader<UploadChunk> requestStream, ServerCallContext context)
    {
        var bytes = new List<byte>();
        var name = "";
        await foreach (var chunk in requestStream.ReadAllAsync())
        {
            name = chunk.Artifact?.Name ?? name;
            bytes.AddRange(chunk.Data);
        }
        return new UploadReply { Artifact = Store(name, [.. bytes]) };
    }

    public override async Task Download(DownloadRequest request, IServerStreamWriter<DownloadChunk> responseStream, ServerCallContext context)
    {
        var bytes = Stored[request.Sha256];
        var rest = ByteString.CopyFrom(bytes, (int)request.Offset, bytes.Length - (int)request.Offset);
        await responseStream.WriteAsync(new DownloadChunk { Offset = request.Offset, TotalBytes = bytes.Length, Data = rest });
    }
}
