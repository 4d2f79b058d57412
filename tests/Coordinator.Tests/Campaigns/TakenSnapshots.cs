using System.Collections.Concurrent;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>Snapshots in memory, and whose were taken.</summary>
public sealed class TakenSnapshots : MemorySnapshotStore
{
    private static readonly ConcurrentDictionary<string, List<long>> Taken = [];

    public static IReadOnlyList<long> Of(string persistenceId) => Taken.GetValueOrDefault(persistenceId) ?? [];

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken = default)
    {
        await base.SaveAsync(metadata, snapshot, cancellationToken);
        Taken[metadata.PersistenceId] = [.. Of(metadata.PersistenceId), metadata.SequenceNr];
    }
}
