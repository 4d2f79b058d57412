using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>A client that knows several coordinators, of which one is away.</summary>
public sealed class ChannelToSeveralTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Questions_and_streams_reach_the_one_that_is_there_wherever_it_stands_in_the_list(int place)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.Start(folder.Path);
        string[] addresses = [$"{coordinator.Address}", $"http://127.0.0.1:{FreePort.Next()}"];
        using var channel = CoordinatorChannel.To(new CoordinatorAddresses(string.Join(',', place == 0 ? addresses : addresses.Reverse())));

        Assert.Empty((await new Protocol.V1.Campaigns.CampaignsClient(channel).ListAsync(new ListRequest())).Campaigns);
        await new ArtifactClient(channel).UploadAsync(new byte[] { 1, 2, 3 }, "three bytes", default);
    }
}
