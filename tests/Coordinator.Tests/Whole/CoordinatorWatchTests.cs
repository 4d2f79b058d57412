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
        var ended = trainer.System.WhenTerminated;
        Assert.False(ended.IsCompleted);

        await coordinator.DisposeAsync();

        await ended.Comes();
    }

    public void Dispose() => _folder.Dispose();
}
