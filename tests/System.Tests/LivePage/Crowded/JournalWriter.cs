using Akka.Persistence;
using Google.Protobuf;

namespace DeepIoT.SystemTests.LivePage.Crowded;

/// <summary>Stores entries under one id of the journal, as soon as it is told anything.</summary>
internal sealed class JournalWriter : ReceivePersistentActor
{
    public JournalWriter(string id, IReadOnlyList<IMessage> entries, TaskCompletionSource written)
    {
        PersistenceId = id;
        var left = entries.Count;
        Command<string>(_ => PersistAll(entries, _ =>
        {
            if (--left == 0)
                written.SetResult();
        }));
    }

    public override string PersistenceId { get; }
}
