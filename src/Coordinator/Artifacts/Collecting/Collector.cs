using System.Runtime.CompilerServices;

namespace DeepIoT.Coordinator.Artifacts.Collecting;

/// <summary>
/// Removes artifacts that nobody refers to. First it looks what is stored, then who refers to what, and then once more at each
/// artifact that may go: a reference that came later has made its artifact young.
/// </summary>
internal sealed partial class Collector(IArtifactStore store, ArtifactSpool spool, ReferencesKept references, TimeProvider time, ILogger<Collector> log)
{
    /// <summary>Those that are removed, one after the other; with a dry run those that would be.</summary>
    /// <exception cref="StoreUnavailableException">What was handed out is removed, and nothing more.</exception>
    public async IAsyncEnumerable<StoredArtifact> CollectAsync(TimeSpan olderThan, bool dryRun, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = time.GetUtcNow();
        var old = new List<StoredArtifact>();
        await foreach (var stored in store.ListAsync(cancellation))
        {
            if (CollectingRules.IsOld(stored, begun, olderThan))
                old.Add(stored);
        }

        var referred = await references.AllAsync(cancellation);
        var bytes = 0L;
        var count = 0;
        foreach (var candidate in old.Where(stored => CollectingRules.MayGo(stored, referred, begun, olderThan)))
        {
            if (await store.FindAsync(candidate.Sha256, cancellation) is not { } now || !CollectingRules.IsOld(now, begun, olderThan))
                continue;
            if (!dryRun)
                await store.DeleteAsync(candidate.Sha256, cancellation);
            (bytes, count) = (bytes + now.Bytes, count + 1);
            yield return now;
        }

        if (dryRun)
            yield break;
        spool.Sweep(begun);
        LogCollected(count, bytes, old.Count, olderThan);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} artifacts with {Bytes} bytes were collected, of {Old} older than {Age}")]
    private partial void LogCollected(int count, long bytes, int old, TimeSpan age);
}
