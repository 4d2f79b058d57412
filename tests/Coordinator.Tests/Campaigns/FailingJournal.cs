using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>A journal in memory whose disk is full when the test says so.</summary>
public sealed class FailingJournal : MemoryJournal
{
    public static bool Full { get; set; }

    internal const string Configuration = """
        akka.persistence.journal.plugin = "akka.persistence.journal.failing"
        akka.persistence.journal.failing.class = "DeepIoT.Coordinator.Tests.Campaigns.FailingJournal, DeepIoT.Coordinator.Tests"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.taken"
        akka.persistence.snapshot-store.taken.class = "DeepIoT.Coordinator.Tests.Campaigns.TakenSnapshots, DeepIoT.Coordinator.Tests"
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """;

    protected override Task<IImmutableList<Exception?>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken) =>
        Full ? throw new IOException("no space left on device") : base.WriteMessagesAsync(messages, cancellationToken);
}
