using System.Runtime.InteropServices;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Protocol.Artifacts;

/// <summary>
/// Moves artifacts to and from a coordinator. Both ways go on where a broken transfer stopped, retry transient
/// faults with back-off, and count only when the SHA-256 of the whole is right.
/// </summary>
/// <remarks>
/// Every method throws <see cref="RpcException"/> once retrying does not help: NotFound for an unknown artifact,
/// ResourceExhausted for a full disk, Unavailable for an unreachable coordinator.
/// </remarks>
public sealed class ArtifactClient(ChannelBase channel, TransferRetry? retry = null, TimeProvider? time = null)
{
    private const int ChunkBytes = 128 * 1024;

    private readonly V1.Artifacts.ArtifactsClient _artifacts = new(channel);
    private readonly TransferRetry _retry = retry ?? TransferRetry.Brief;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Stores a file; does nothing but ask when it is stored already.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="progress">Receives the bytes that have arrived so far.</param>
    public Task<ArtifactRef> UploadAsync(string path, string name, CancellationToken cancellation, IProgress<long>? progress = null) =>
        UploadAsync(() => File.OpenRead(path), name, cancellation, progress);

    /// <inheritdoc cref="UploadAsync(string, string, CancellationToken, IProgress{long}?)"/>
    public Task<ArtifactRef> UploadAsync(ReadOnlyMemory<byte> bytes, string name, CancellationToken cancellation, IProgress<long>? progress = null)
    {
        var segment = MemoryMarshal.TryGetArray(bytes, out var array) ? array : new ArraySegment<byte>(bytes.ToArray());
        return UploadAsync(() => new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false), name, cancellation, progress);
    }

    /// <summary>Fetches an artifact to <paramref name="path"/>, which appears complete or not at all.</summary>
    /// <exception cref="InvalidDataException">The coordinator sends other bytes than the name promises, twice.</exception>
    public async Task DownloadAsync(string sha256, string path, CancellationToken cancellation, IProgress<long>? progress = null)
    {
        if (!Sha256.IsName(sha256))
            throw new ArgumentException($"`{sha256}` names no artifact", nameof(sha256));
        for (var tries = 1; ; tries++)
        {
            await using (var part = PartialFile.Open(path))
            {
                await PersistAsync(() => part.Length, () => FetchAsync(sha256, part, cancellation, progress), cancellation);
                if (await part.HashAsync(cancellation) == sha256)
                {
                    part.Become(path);
                    return;
                }
                part.Discard();
            }
            if (tries == 2)
                throw new InvalidDataException($"The bytes received for artifact {sha256} are not those of that name");
        }
    }

    private async Task<ArtifactRef> UploadAsync(Func<Stream> open, string name, CancellationToken cancellation, IProgress<long>? progress)
    {
        await using var content = open();
        var artifact = new ArtifactRef { Sha256 = await Sha256.OfAsync(content, cancellation), Bytes = content.Length, Name = name };
        var arrived = 0L;
        await PersistAsync(() => arrived, SendAsync, cancellation);
        progress?.Report(artifact.Bytes);
        return artifact;

        async Task SendAsync()
        {
            var known = await _artifacts.StatAsync(new StatRequest { Sha256 = artifact.Sha256 }, cancellationToken: cancellation);
            if (known.Stored)
                return;
            arrived = content.Position = Math.Min(known.Received, artifact.Bytes);
            await SendFromAsync(content, artifact, cancellation, progress);
        }
    }

    private async Task SendFromAsync(Stream content, ArtifactRef artifact, CancellationToken cancellation, IProgress<long>? progress)
    {
        using var call = _artifacts.Upload(cancellationToken: cancellation);
        try
        {
            var first = artifact;
            var buffer = new byte[ChunkBytes];
            do
            {
                var chunk = new UploadChunk { Artifact = first, Offset = content.Position };
                var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
                chunk.Data = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, read));
                await call.RequestStream.WriteAsync(chunk, cancellation);
                first = null;
                progress?.Report(content.Position);
            }
            while (content.Position < content.Length);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The other side ended the call early; its answer, awaited below, says why.
        }
        await call.ResponseAsync;
    }

    private async Task FetchAsync(string sha256, PartialFile part, CancellationToken cancellation, IProgress<long>? progress)
    {
        using var call = _artifacts.Download(new DownloadRequest { Sha256 = sha256, Offset = part.Length }, cancellationToken: cancellation);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (chunk.Offset != part.Length)
                throw new InvalidDataException($"Artifact {sha256} came with a gap at {part.Length}");
            await part.AppendAsync(chunk.Data.Memory, cancellation);
            progress?.Report(part.Length);
        }
    }

    /// <summary>Repeats a transfer until it ends well; a step forward forgives the failures before it.</summary>
    private async Task PersistAsync(Func<long> position, Func<Task> transfer, CancellationToken cancellation)
    {
        var (failures, reached) = (0, position());
        while (true)
        {
            try
            {
                await transfer();
                return;
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
            catch (RpcException e) when (_retry.Helps(e.StatusCode))
            {
                failures = position() > reached ? 1 : failures + 1;
                reached = position();
                if (failures >= _retry.Attempts)
                    throw;
            }
            await Task.Delay(TransferRetry.Pause(failures), _time, cancellation);
        }
    }
}
