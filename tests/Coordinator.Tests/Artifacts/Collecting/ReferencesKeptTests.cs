using Akka.Actor;
using Akka.Hosting;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Artifacts.Collecting;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.Cluster;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Artifacts.Collecting;

/// <summary>Before a directory that lists two campaigns a page.</summary>
public sealed class ReferencesKeptTests : TestKit
{
    private static readonly string[] Listed = ["c0", "c1", "c2", "c3"];

    [Fact]
    public async Task Each_campaign_is_asked_and_the_boards_reference_model_is_always_kept()
    {
        var all = await References(id => Named(id)).AllAsync(default);

        Assert.Equal(Listed.Select(Example.Sha).Append(ReferenceModel.Sha256OfModel).Order(), all.Order());
    }

    [Fact]
    public async Task A_campaign_that_there_is_not_any_more_refers_to_nothing()
    {
        var all = await References(id => id == "c1" ? new CampaignUnknown { CampaignId = id } : Named(id)).AllAsync(default);

        Assert.Equal(4, all.Count);
    }

    [Fact]
    public async Task Where_a_campaign_cannot_tell_nothing_is_known_and_it_is_named()
    {
        var unread = await Assert.ThrowsAsync<RpcException>(() => References(id => id == "c2" ? new CampaignFault() : Named(id)).AllAsync(default));

        Assert.Equal(StatusCode.FailedPrecondition, unread.StatusCode);
        Assert.Contains("c2", unread.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("Nothing was removed", unread.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_is_it_where_one_may_yet_hear_of_more()
    {
        var settling = await Assert.ThrowsAsync<RpcException>(() => References(id => Named(id, incomplete: id == "c3")).AllAsync(default));

        Assert.Equal(StatusCode.FailedPrecondition, settling.StatusCode);
        Assert.Contains("c3", settling.Status.Detail, StringComparison.Ordinal);
    }

    private ReferencesKept References(Func<string, IMessage> campaign)
    {
        var registry = ActorRegistry.For(Sys);
        registry.Register<CampaignsKey>(Sys.ActorOf(Props.Create(() => new Answering(Page))));
        registry.Register<CampaignKey>(Sys.ActorOf(Props.Create(() => new Answering(asked => campaign(((ReferencesAsked)asked).CampaignId)))));
        return new ReferencesKept(registry);
    }

    private static ListedCampaigns Page(object asked) =>
        new() { CampaignIds = { Listed.Where(id => string.CompareOrdinal(id, ((CampaignIdsAsked)asked).AfterCampaignId) > 0).Take(2) } };

    private static ArtifactReferences Named(string campaign, bool incomplete = false) =>
        new() { Sha256 = { ByteString.CopyFrom(Convert.FromHexString(Example.Sha(campaign))) }, Incomplete = incomplete };

    private sealed class Answering : ReceiveActor
    {
        public Answering(Func<object, IMessage> answer) => ReceiveAny(asked => Sender.Tell(answer(asked)));
    }
}
