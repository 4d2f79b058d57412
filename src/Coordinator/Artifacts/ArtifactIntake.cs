using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// How artifacts come into the store: bytes are spooled, hashed, and handed over when the hash is right.
/// </summary>
/// <param name="maxBytes">Largest artifact that is taken.</param>
internal sealed class ArtifactIntake(ArtifactSpool spool, IArtifactStore store, TimeProvider time, long maxBytes)
{
    // Well below the age at which artifacts can be collected, and rare enough to cost nothing.
    private static readonly TimeSpan YoungFor = TimeSpan.FromMinutes(30);

    public long MaxBytes => maxBytes;

    /// <summary>
    /// An artifact for somebody who is about to refer to it; null when it is not stored. An old one is made young, so that
    /// it is not collected before the reference can be seen.
    /// </summary>
    public async Task<StoredArtifact?> ClaimAsync(string sha256, CancellationToken cancellation)
    {
        var found = await store.FindAsync(sha256, cancellation);
        return found is null || time.GetUtcNow() - found.Since < YoungFor || await store.TouchAsync(sha256, cancellation) ? found : null;
    }

    /// <summary>Bytes of an unfinished upload.</summary>
    public long Received(string sha256) => spool.Received(sha256);

    /// <summary>Goes on with an upload at its end, or begins it.</summary>
    /// <exception cref="IOException">Another upload of the same artifact is under way.</exception>
    public ArtifactUpload Begin(string sha256) => new(store, sha256, spool.Open(sha256));

    /// <summary>Stores what was made here, such as a report.</summary>
    public async Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string name, CancellationToken cancellation = default)
    {
        var sha256 = Sha256.Of(content.Span);
        if (await ClaimAsync(sha256, cancellation) is null)
        {
            await using var upload = Begin(sha256);
            upload.Restart();
            await upload.WriteAsync(content, cancellation);
            await upload.FinishAsync(cancellation);
        }

        return new ArtifactRef { Sha256 = sha256, Bytes = content.Length, Name = name };
    }
}
