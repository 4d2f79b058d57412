using Akka.Actor;
using Akka.TestKit.Xunit2;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests;

public sealed class AskingTests : TestKit
{
    [Fact]
    public async Task A_question_that_is_lost_is_asked_again_and_a_late_answer_to_the_first_one_counts()
    {
        var asking = TestActor.AskFor<Campaign>(new CampaignAsked { CampaignId = "c1" }, default);

        ExpectMsg<CampaignAsked>(TimeSpan.FromSeconds(10));
        var first = LastSender;
        ExpectMsg<CampaignAsked>(again => again.CampaignId == "c1", TimeSpan.FromSeconds(10));
        Assert.NotEqual(first, LastSender);
        first.Tell(new Campaign { CampaignId = "c1" });

        Assert.Equal("c1", (await asking).CampaignId);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_may_be_asked_at_another_coordinator()
    {
        var asking = Sys.DeadLetters.AskFor<Campaign>(new CampaignAsked { CampaignId = "c1" }, default);

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => asking)).StatusCode);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_asks_no_more()
    {
        using var call = new CancellationTokenSource();
        var asking = TestActor.AskFor<Campaign>(new CampaignAsked { CampaignId = "c1" }, call.Token);
        ExpectMsg<CampaignAsked>();

        await call.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }
}
