using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql;
using DeepIoT.Clustering.Serialization;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Journal;

namespace DeepIoT.Coordinator.Tests.Storage;

/// <summary>A campaign that goes from one coordinator to another and comes back, as it does when links fail, over one journal.</summary>
public sealed class MovingCampaignTests : IDisposable
{
    private const string Binding = """
        akka.actor.serialization-bindings { "Google.Protobuf.IMessage, Google.Protobuf" = proto }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_either_wrote_is_there_when_it_begins_again()
    {
        using var one = Coordinator();
        using var other = Coordinator();

        Assert.Equal("1", await WriteAsync(one, 1));
        Assert.Equal("1, 2", await WriteAsync(other, 2));
        Assert.Equal("1, 2, 3", await WriteAsync(one, 3));
        Assert.Equal("1, 2, 3, 4", await WriteAsync(other, 4));
        Assert.Equal("1, 2, 3, 4, 5", await WriteAsync(one, 5));
    }

    private ActorSystem Coordinator() => ActorSystem.Create(
        "coordinator",
        ConfigurationFactory.ParseString(JournalSettings.Prepare(new CoordinatorOptions { DataFolder = _folder.Path }))
            .WithFallback(ConfigurationFactory.ParseString(ProtobufSerializer.Configuration))
            .WithFallback(ConfigurationFactory.ParseString(Binding))
            .WithFallback(SqlPersistence.DefaultConfiguration));

    // What the campaign knows once it has written one more.
    private static async Task<string> WriteAsync(ActorSystem coordinator, int next)
    {
        var campaign = coordinator.ActorOf(Props.Create(() => new Campaign()));
        var known = await campaign.Ask<string>(next, TimeSpan.FromSeconds(30));
        await campaign.GracefulStop(TimeSpan.FromSeconds(30));
        return known;
    }

    private sealed class Campaign : ReceivePersistentActor
    {
        private readonly List<int> _known = [];

        public Campaign()
        {
            Recover<Entry>(Know);
            Command<int>(next => Persist(new Entry { CampaignExtended = new CampaignExtended { Trials = next } }, entry =>
            {
                Know(entry);
                Sender.Tell(string.Join(", ", _known));
            }));
        }

        public override string PersistenceId => "campaign-moving";

        private void Know(Entry entry) => _known.Add(entry.CampaignExtended.Trials);
    }
}
