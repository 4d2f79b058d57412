using System.Runtime.CompilerServices;

namespace DeepIoT.Coordinator.Artifacts.Collecting;

/// <summary>
/// Removes artifacts that nobody refers to. First it looks what is stored, then who refers to what; and an artifact goes only
/// as it was seen: whoever came to refer to it later has touched or stored it first.
/// </summary>
internal sealed partial class Collector(IArtifactStore store, ArtifactSpool spool, ReferencesKept references, TimeProvider time, ILogger<Collector> log)
{
    /// <summary>Those that are removed, one after the other; without <paramref name="remove"/> those that would be.</summary>
    /// <exception cref="StoreUnavailableException">What was handed out is removed, and nothing more.</exception>
    public async IAsyncEnumerable<StoredArtifact> CollectAsync(TimeSpan olderThan, bool remove, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = time.GetUtcNow();
        var old = new List<StoredArtifact>();
        await foreach (var stored in store.ListAsync(cancellation))
        {
            if (CollectingRules.IsOld(stored, begun, olderThan))
                old.Add(stored);
        }

        var referred = await references.AllAsync(cancellation);
        var (count, bytes) = (0, 0L);
        foreach (var unneeded in old.Where(stored => !referred.Contains(stored.Sha256)))
        {
            if (remove && !await store.RemoveAsync(unneeded, cancellation))
                continue;
            (count, bytes) = (count + 1, bytes + unneeded.Bytes);
            yield return unneeded;
        }

        if (!remove)
            yield break;
        spool.Sweep(begun);
        LogCollected(count, bytes, old.Count, olderThan);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} artifacts with {Bytes} bytes were collected, of {Old} older than {Age}")]
    private partial void LogCollected(int count, long bytes, int old, TimeSpan age);
}
