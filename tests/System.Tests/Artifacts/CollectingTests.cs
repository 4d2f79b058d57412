using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Artifacts;

public sealed class CollectingTests
{
    [Fact]
    public async Task The_command_says_what_would_go_then_removes_it_and_leaves_alone_what_a_waiting_campaign_needs()
    {
        await using var cluster = new LocalCluster();
        cluster.StartCoordinator();
        using var campaign = new DigitsCampaign(cluster.Channel);
        // There is no trainer: it waits, and needs its model and its data for as long.
        await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 1 });
        await new ArtifactClient(cluster.Channel).UploadAsync(new byte[] { 1, 2, 3 }, "an orphan", default);
        var store = Path.Combine(cluster.Folder, "coordinator", "artifacts");
        foreach (var file in Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-40));
        var before = Stored();

        Assert.Contains("1 artifact(s), 3 B would go; --remove removes them.", await Run(), StringComparison.Ordinal);
        Assert.Equal(before, Stored());
        Assert.Contains("1 artifact(s), 3 B removed.", await Run("--remove"), StringComparison.Ordinal);
        Assert.Equal(before - 1, Stored());

        int Stored() => Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Count();

        async Task<string> Run(params string[] arguments)
        {
            var command = cluster.Keep(RunningProgram.Start("deepiot", ["artifacts", "gc", "--coordinator", cluster.Address.ToString(), .. arguments]));
            Assert.Equal(0, await command.ExitAsync());
            return command.Output;
        }
    }
}
