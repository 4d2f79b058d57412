using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Artifacts.Collecting;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>artifacts.proto on the wire.</summary>
internal sealed class ArtifactsService(ArtifactIntake intake, IArtifactStore store, SoundReading reading, ArtifactRights rights, Collector collector) : Protocol.V1.Artifacts.ArtifactsBase
{
    public override async Task<StatReply> Stat(StatRequest request, ServerCallContext context)
    {
        CheckName(request.Sha256);
        // Whoever may not read it is told nothing of it, and uploads it to show that it has the bytes.
        var stored = rights.MayRead(Caller.Of(context), request.Sha256)
            ? await StoreCalls.OrUnavailableAsync(() => intake.ClaimAsync(request.Sha256, context.CancellationToken))
            : null;
        return new StatReply
        {
            Stored = stored is not null,
            Bytes = stored?.Bytes ?? 0,
            Received = stored is null ? intake.Received(request.Sha256) : 0,
        };
    }

    public override async Task<UploadReply> Upload(IAsyncStreamReader<UploadChunk> requestStream, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        if (!await requestStream.MoveNext(cancellation) || requestStream.Current.Artifact is not { } artifact)
            throw Rejections.Of("artifact", "the first chunk does not name it", "Send its hash and size with the first chunk");
        CheckName(artifact.Sha256);
        Call.Note(context, artifact.Sha256);
        if (artifact.Bytes < 0 || artifact.Bytes > intake.MaxBytes)
        {
            throw Rejections.Of(
                "artifact.bytes",
                $"{artifact.Bytes} bytes are not between 0 and the limit of {intake.MaxBytes}",
                "Upload something smaller, or raise MaxArtifactBytes of the coordinator");
        }

        if (rights.MayRead(Caller.Of(context), artifact.Sha256)
            && await StoreCalls.OrUnavailableAsync(() => intake.ClaimAsync(artifact.Sha256, cancellation)) is not null)
            return new UploadReply { Artifact = artifact };
        try
        {
            await using var upload = Begin(artifact.Sha256);
            do
            {
                await Take(upload, requestStream.Current, artifact, cancellation);
            }
            while (await requestStream.MoveNext(cancellation));
            await Finish(upload, artifact, cancellation);
            rights.GiveTo(Caller.Of(context), [artifact.Sha256]);
        }
        catch (DiskFullException)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                "The coordinator's disk is full and nothing of the upload was kept. Free space there and upload again"));
        }

        return new UploadReply { Artifact = artifact };
    }

    public override async Task Download(
        DownloadRequest request,
        IServerStreamWriter<DownloadChunk> responseStream,
        ServerCallContext context)
    {
        CheckName(request.Sha256);
        if (!rights.MayRead(Caller.Of(context), request.Sha256))
        {
            throw new RpcException(new Status(
                StatusCode.PermissionDenied,
                "This artifact is not yours to read: it is neither one that you uploaded nor one of your campaigns. `deepiot results ID` shows those"));
        }

        var found = await StoreCalls.OrUnavailableAsync(() => store.FindAsync(request.Sha256, context.CancellationToken));
        if (found?.Bytes is not { } total)
            throw new RpcException(new Status(StatusCode.NotFound, $"Artifact {request.Sha256} is not stored"));
        if (request.Offset < 0 || request.Offset > total)
            throw Rejections.Of("offset", $"{request.Offset} is not within the {total} bytes", "Begin at 0");
        var position = 0L;
        try
        {
            // All of it is read, also for whoever has the beginning already: the hash is that of the whole.
            await reading.ReadAsync(request.Sha256, Send, context.CancellationToken);
        }
        catch (CorruptArtifactException e)
        {
            throw new RpcException(new Status(e.Stored ? StatusCode.DataLoss : StatusCode.Unavailable, e.Message));
        }
        catch (FileNotFoundException)
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"Artifact {request.Sha256} is not stored any more"));
        }
        catch (StoreUnavailableException e)
        {
            throw StoreCalls.Unavailable(e);
        }

        async Task Send(ReadOnlyMemory<byte> bytes)
        {
            var known = (int)Math.Clamp(request.Offset - position, 0, bytes.Length);
            position += bytes.Length;
            if (known == bytes.Length && position < total)
                return;
            var chunk = new DownloadChunk
            {
                Offset = position - bytes.Length + known,
                TotalBytes = total,
                Data = ByteString.CopyFrom(bytes.Span[known..]),
            };
            await responseStream.WriteAsync(chunk, context.CancellationToken);
            CoordinatorSignals.ArtifactBytes.Add(chunk.Data.Length, CoordinatorSignals.HandedOut);
        }
    }

    public override async Task Collect(
        CollectRequest request,
        IServerStreamWriter<CollectedArtifact> responseStream,
        ServerCallContext context)
    {
        var olderThan = request.OlderThan.Or(TimeSpan.Zero);
        if (olderThan < CollectingRules.LeastAge)
        {
            throw Rejections.Of(
                "olderThan",
                $"{olderThan} is less than {CollectingRules.LeastAge.TotalDays:0} day: what was stored lately may be waiting to be referred to",
                "Use for example 30 days");
        }

        try
        {
            await foreach (var gone in collector.CollectAsync(olderThan, request.Remove, context.CancellationToken))
            {
                var collected = new CollectedArtifact { Sha256 = gone.Sha256, Bytes = gone.Bytes, Since = Timestamp.FromDateTimeOffset(gone.Since) };
                await responseStream.WriteAsync(collected, context.CancellationToken);
            }
        }
        catch (StoreUnavailableException e)
        {
            throw StoreCalls.Unavailable(e);
        }
    }

    private ArtifactUpload Begin(string sha256)
    {
        try
        {
            return intake.Begin(sha256);
        }
        catch (IOException e) when (!DiskFullException.Says(e))
        {
            throw new RpcException(new Status(StatusCode.Aborted, "Somebody else is uploading this artifact. Ask Stat again in a while"));
        }
        catch (IOException e)
        {
            throw new DiskFullException(e);
        }
    }

    private static async Task Take(
        ArtifactUpload upload,
        UploadChunk chunk,
        ArtifactRef artifact,
        CancellationToken cancellation)
    {
        if (chunk.Offset == 0 && upload.Received > 0)
            upload.Restart();
        if (chunk.Offset != upload.Received)
        {
            throw Rejections.Of(
                "offset",
                $"{chunk.Offset} is not where the upload stands, {upload.Received}",
                "Go on where Stat says, or begin at 0");
        }

        if (upload.Received + chunk.Data.Length > artifact.Bytes)
        {
            upload.Discard();
            throw Rejections.Of(
                "data",
                $"more than the {artifact.Bytes} bytes announced were sent; nothing was kept",
                "Announce the size of the whole artifact");
        }

        await upload.WriteAsync(chunk.Data.Memory, cancellation);
    }

    private static async Task Finish(
        ArtifactUpload upload,
        ArtifactRef artifact,
        CancellationToken cancellation)
    {
        if (upload.Received < artifact.Bytes)
        {
            throw Rejections.Of(
                "data",
                $"the stream ended after {upload.Received} of {artifact.Bytes} bytes",
                "Go on where Stat says");
        }

        if (await StoreCalls.OrUnavailableAsync(() => upload.FinishAsync(cancellation)) is { } actual)
        {
            throw Rejections.Of(
                "artifact.sha256",
                $"the bytes have the hash {actual}, not {artifact.Sha256}; nothing was kept",
                "Upload the file again, with its own hash");
        }
    }

    private static void CheckName(string sha256)
    {
        if (!ArtifactName.IsValid(sha256))
            throw Rejections.Of("sha256", "it is not 64 lower-case hex digits", "Name the artifact by the SHA-256 of its bytes");
    }
}
