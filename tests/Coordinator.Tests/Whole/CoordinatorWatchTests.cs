using DeepIoT.Clustering;

namespace DeepIoT.Coordinator.Tests.Whole;

public sealed class CoordinatorWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_node_without_a_coordinator_leaves_so_that_it_can_join_the_next_one()
    {
        var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await Eventually.Holds(
            () => coordinator.Trainers.ListAsync(new()).ResponseAsync, trainers => trainers.Trainers.Count == 1, "the trainer");
        trainer.System.ActorOf(CoordinatorWatch.Props(TimeSpan.FromMilliseconds(100)));
        Assert.False(trainer.System.WhenTerminated.IsCompleted);

        await coordinator.DisposeAsync();

        await Ends(trainer);
    }

    [Fact]
    public async Task A_watch_that_begins_when_the_coordinator_is_gone_leaves_too()
    {
        var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var trainer = await FakeTrainer.Join(coordinator, new TrainerScript());
        await Eventually.Holds(
            () => coordinator.Trainers.ListAsync(new()).ResponseAsync, trainers => trainers.Trainers.Count == 1, "the trainer");

        await coordinator.DisposeAsync();
        trainer.System.ActorOf(CoordinatorWatch.Props(TimeSpan.FromMilliseconds(100)));

        await Ends(trainer);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task Ends(FakeTrainer trainer)
    {
        var ended = trainer.System.WhenTerminated;
        var cluster = Akka.Cluster.Cluster.Get(trainer.System);
        await Eventually.Holds(
            () => Task.FromResult(string.Join(", ", cluster.State.Members)), _ => ended.IsCompleted, "the end of the trainer's system");
    }
}
