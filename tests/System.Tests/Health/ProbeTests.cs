using System.Net;
using DeepIoT.SystemTests.Processes;

namespace DeepIoT.SystemTests.Health;

/// <summary>Coordinator and trainer as processes, probed as a container's machine would.</summary>
public sealed class ProbeTests
{
    private const string NotJoined = "This node has not joined the cluster\n";

    [Fact]
    public async Task A_node_is_live_at_once_ready_when_it_has_joined_and_no_longer_when_it_has_lost_the_coordinator()
    {
        await using var cluster = new LocalCluster();
        var (coordinatorHealth, trainerHealth) = (Free(), Free());
        using var ofCoordinator = new Probe(coordinatorHealth);
        using var ofTrainer = new Probe(trainerHealth);
        cluster.StartTrainer("t", 1, "--Health", trainerHealth.ToString());

        await ofTrainer.AnswersAsync("/health/live", HttpStatusCode.OK);
        await Eventually(ofTrainer, NotJoined);

        var coordinator = cluster.StartCoordinator("--Health", coordinatorHealth.ToString());
        Assert.Equal("ready\n", await ofCoordinator.AnswersAsync("/health/ready", HttpStatusCode.OK));
        Assert.Equal("ready\n", await ofTrainer.AnswersAsync("/health/ready", HttpStatusCode.OK));

        await coordinator.KillAsync();
        await Eventually(ofTrainer, NotJoined);
        Assert.Equal("live\n", await ofTrainer.AnswersAsync("/health/live", HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_coordinator_whose_seed_does_not_answer_is_live_and_not_ready()
    {
        await using var cluster = new LocalCluster();
        var health = Free();
        using var probe = new Probe(health);
        cluster.StartCoordinator("--Health", health.ToString(), "--Seeds:0", $"127.0.0.1:{LocalCluster.FreePort()}");

        await probe.AnswersAsync("/health/live", HttpStatusCode.OK);
        await Eventually(probe, NotJoined);
    }

    // Before it has started, a process says only that.
    private static async Task Eventually(Probe probe, string reason)
    {
        string text;
        do
            text = await probe.AnswersAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        while (text == "This process is starting\n");
        Assert.StartsWith(reason, text, StringComparison.Ordinal);
    }

    private static Uri Free() => new($"http://127.0.0.1:{LocalCluster.FreePort()}");
}
