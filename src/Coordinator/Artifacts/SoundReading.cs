using System.Security.Cryptography;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Reads artifacts out of a store and compares their hash on the way: the last bytes are given out only when it is right.
/// </summary>
internal sealed partial class SoundReading(IArtifactStore store, ILogger<SoundReading> log)
{
    private const int ChunkBytes = 256 * 1024;
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    /// <summary>Hands over all bytes in order, the last ones only once the whole is known to be sound.</summary>
    /// <exception cref="CorruptArtifactException">It was not.</exception>
    /// <exception cref="FileNotFoundException">It is not stored.</exception>
    /// <exception cref="StoreUnavailableException">The store broke off.</exception>
    public async Task ReadAsync(string sha256, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancellation)
    {
        await using var content = await store.OpenReadAsync(sha256, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (held, next) = (new byte[ChunkBytes], new byte[ChunkBytes]);
        var heldBytes = await Fill(content, held, cancellation);
        hash.AppendData(held, 0, heldBytes);
        while (await Fill(content, next, cancellation) is var read and > 0)
        {
            await take(held.AsMemory(0, heldBytes));
            hash.AppendData(next, 0, read);
            (held, next, heldBytes) = (next, held, read);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256)
            throw await Judge(sha256, cancellation);
        await take(held.AsMemory(0, heldBytes));
    }

    // Read once more, to tell what lies there from what came over.
    private async Task<CorruptArtifactException> Judge(string sha256, CancellationToken cancellation)
    {
        if (await HashOf(sha256, cancellation) == sha256)
        {
            LogGarbled(sha256);
            return new CorruptArtifactException(sha256, stored: false);
        }

        await store.SetAsideAsync(sha256, cancellation);
        LogCorrupt(sha256);
        return new CorruptArtifactException(sha256, stored: true);
    }

    private async Task<string> HashOf(string sha256, CancellationToken cancellation)
    {
        await using var content = await store.OpenReadAsync(sha256, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkBytes];
        while (await Fill(content, buffer, cancellation) is var read and > 0)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<int> Fill(Stream content, byte[] buffer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Stall);
        try
        {
            return await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"it has sent nothing for {Stall.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new StoreUnavailableException($"it broke off: {e.Message}", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Artifact {Sha256} came garbled out of the store, and whole when read again")]
    private partial void LogGarbled(string sha256);

    [LoggerMessage(Level = LogLevel.Error, Message = "Artifact {Sha256} is corrupt in the store and was set aside there: it has to be uploaded again")]
    private partial void LogCorrupt(string sha256);
}
