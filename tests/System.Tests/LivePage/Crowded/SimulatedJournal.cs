using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;
using DeepIoT.Clustering.Serialization;
using DeepIoT.Coordinator;
using DeepIoT.Coordinator.Storage;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.LivePage.Crowded;

/// <summary>Writes the journal of a coordinator that does not run, by the coordinator's own settings and serializer.</summary>
internal static class SimulatedJournal
{
    // What remoting, which a writer has no use for, would say.
    private const string Binding = """
        akka.actor.serialization-bindings { "Google.Protobuf.IMessage, Google.Protobuf" = proto }
        """;

    public static async Task WriteAsync(string dataFolder, IEnumerable<(string Id, IReadOnlyList<IMessage> Entries)> journals)
    {
        Directory.CreateDirectory(dataFolder);
        var config = ConfigurationFactory.ParseString(JournalSettings.Prepare(new CoordinatorOptions { DataFolder = dataFolder }))
            .WithFallback(ConfigurationFactory.ParseString(ProtobufSerializer.Configuration))
            .WithFallback(ConfigurationFactory.ParseString(Binding))
            .WithFallback(SqlPersistence.DefaultConfiguration);
        using var system = ActorSystem.Create("writer", config);
        await Task.WhenAll(journals.Select(journal =>
        {
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            system.ActorOf(Props.Create(() => new JournalWriter(journal.Id, journal.Entries, written))).Tell("write");
            return written.Task;
        }));
        await system.Terminate();
    }
}
