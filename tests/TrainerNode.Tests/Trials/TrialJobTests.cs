using DeepIoT.Compression;
using DeepIoT.Compression.Graph;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Tests.Artifacts;
using Microsoft.Extensions.Time.Testing;
using Kind = DeepIoT.Protocol.Cluster.TrialReply.KindOneofCase;

namespace DeepIoT.TrainerNode.Tests.Trials;

public sealed class TrialJobTests : IAsyncLifetime
{
    private readonly ArtifactServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    private TrainerBench Trainer(ScriptedTrial trial) => new(_server, new ScriptedFactory(() => trial));

    [Fact]
    public async Task A_trial_tells_its_start_its_rungs_and_its_end_in_order()
    {
        var trainer = Trainer(new ScriptedTrial { Steps = 6, StepsPerRung = 3 });

        Assert.Null(trainer.Start(trainer.Order()));
        var first = await trainer.NextAsync(2);
        var rest = new List<TrialReply>();
        while (rest.LastOrDefault()?.KindCase != Kind.Completed)
            rest.Add(await trainer.NextAsync());
        await trainer.IdleAsync();

        Assert.Equal([Kind.Started, Kind.Candidate], first.Select(reply => reply.KindCase));
        Assert.Single(rest, reply => reply.KindCase == Kind.Candidate);
        Assert.Equal(Enumerable.Range(1, 2 + rest.Count), first.Concat(rest).Select(reply => (int)reply.Sequence));
        Assert.All(rest, reply => Assert.Equal(TrainerBench.Key(), reply.Key));
    }

    [Fact]
    public async Task A_candidate_is_stored_before_it_is_named()
    {
        var trainer = Trainer(new ScriptedTrial { Steps = 1, StepsPerRung = 1 });
        trainer.Start(trainer.Order());

        var candidate = (await trainer.NextAsync(2))[1].Candidate;

        var expected = ScriptedTrial.Candidate(1);
        Assert.Equal(expected.Onnx, _server.Artifacts.Find(candidate.Model.Sha256));
        Assert.Equal((1, 10L, 20L, 30L), (candidate.Rung, candidate.Cost.Parameters, candidate.Cost.Macs, candidate.Cost.Bytes));
        Assert.Equal((0.9, 0.8), (candidate.ValidationAccuracy, candidate.TestAccuracy));
        Assert.Equal(("conv1", 8, 4), (candidate.Structure[0].Group, candidate.Structure[0].Before, candidate.Structure[0].After));
    }

    [Fact]
    public async Task A_trial_gets_the_settings_and_the_data_of_its_order()
    {
        var factory = new ScriptedFactory(() => new ScriptedTrial { Steps = 1 });
        var trainer = new TrainerBench(_server, factory);
        trainer.Start(trainer.Order());
        await trainer.NextAsync(2);

        var (input, settings, checkpoint) = Assert.Single(factory.Orders);
        Assert.Equal(("taylor", CostKind.Macs, 0.05, 0.5), (settings.Method, Assert.Single(settings.Budget.Terms).Kind, settings.TargetShare, settings.MaxDropPoints));
        Assert.Equal((7UL, 3, null), (settings.Seed, settings.Epochs, settings.Iterations));
        Assert.Equal("2", settings.Options["alpha"]);
        Assert.Equal([8, 8, 8], input.Model);
        Assert.Equal((8, 2), (input.Train.Count, input.Validation.Count));
        Assert.All(input.Train.Inputs.Chunk(2), row => Assert.Equal(2 * row[0], row[1]));
        Assert.Contains(0.5f, input.Train.Inputs.Concat(input.Validation.Inputs));
        Assert.Null(input.Test);
        Assert.Null(checkpoint);
    }

    [Fact]
    public async Task Data_without_labels_comes_to_the_trial_without_any()
    {
        var factory = new ScriptedFactory(() => new ScriptedTrial { Steps = 1 });
        var trainer = new TrainerBench(_server, factory);
        var order = trainer.Order();
        order.Data.Unlabelled = true;
        trainer.Start(order);
        await trainer.NextAsync(2);

        var input = factory.Orders.Single().Input;
        Assert.Equal((false, 8, 2), (input.IsLabelled, input.Train.Count, input.Validation.Count));
        // The column that would hold the labels is an input like the others.
        Assert.Equal([3L], input.Train.Shape);
    }

    [Fact]
    public async Task A_target_of_smallest_is_no_share_at_all()
    {
        var factory = new ScriptedFactory(() => new ScriptedTrial { Steps = 1 });
        var trainer = new TrainerBench(_server, factory);
        var order = trainer.Order();
        (order.Settings.Smallest, order.Settings.TargetShare, order.Settings.Iterations) = (true, 0, 40);
        trainer.Start(order);
        await trainer.NextAsync(2);

        Assert.Null(factory.Orders.Single().Settings.TargetShare);
        Assert.Equal(40, factory.Orders.Single().Settings.Iterations);
    }

    [Fact]
    public async Task A_later_attempt_goes_on_from_the_checkpoint()
    {
        var factory = new ScriptedFactory(() => new ScriptedTrial { Done = 5, Steps = 6 });
        var trainer = new TrainerBench(_server, factory);
        trainer.Start(trainer.Order(attempt: 2, checkpoint: ScriptedTrial.CheckpointAt(5)));

        Assert.Equal([Kind.Started, Kind.Completed], (await trainer.NextAsync(2)).Select(reply => reply.KindCase));
        Assert.Equal(ScriptedTrial.CheckpointAt(5), factory.Orders.Single().Checkpoint);
    }

    [Fact]
    public async Task Two_trials_on_the_same_data_share_it_in_memory()
    {
        var factory = new ScriptedFactory(() => new ScriptedTrial());
        var trainer = new TrainerBench(_server, factory, slots: 2);
        var (one, other) = (trainer.Order(), trainer.Order());
        other.Key = TrainerBench.Key("trial-2");
        trainer.Start(one);
        await factory.OrderedAsync(1);
        GC.Collect();
        trainer.Start(other);
        await factory.OrderedAsync(1);

        Assert.Same(factory.Orders.First().Input.Train, factory.Orders.Last().Input.Train);
        trainer.Bench.Stop(one.Key, "done");
        trainer.Bench.Stop(other.Key, "done");
        await trainer.IdleAsync();
    }

    [Fact]
    public async Task A_stopped_trial_frees_its_slot_and_says_nothing_more()
    {
        var trial = new ScriptedTrial();
        var trainer = Trainer(trial);
        trainer.Start(trainer.Order());
        Assert.Equal(Kind.Started, (await trainer.NextAsync()).KindCase);

        trainer.Bench.Stop(TrainerBench.Key(), "the campaign was cancelled");
        await trainer.IdleAsync();

        Assert.False(trainer.HasMore);
        Assert.Null(trainer.Start(trainer.Order(attempt: 2)));
        trainer.Bench.Stop(TrainerBench.Key(attempt: 2), "the test is over");
        await trainer.IdleAsync();
    }

    [Fact]
    public async Task A_stop_for_another_attempt_stops_nothing()
    {
        var trainer = Trainer(new ScriptedTrial());
        trainer.Start(trainer.Order(attempt: 2));

        trainer.Bench.Stop(TrainerBench.Key(attempt: 1), "a later attempt takes its place");

        Assert.Equal([TrainerBench.Key(attempt: 2)], trainer.Bench.Table.Running);
        trainer.Bench.Stop(TrainerBench.Key(attempt: 2), "the test is over");
        await trainer.IdleAsync();
    }

    [Fact]
    public async Task A_trainer_that_leaves_hands_its_trials_back_with_a_checkpoint()
    {
        var running = new TaskCompletionSource();
        var trial = new ScriptedTrial { During = _ => running.TrySetResult() };
        var trainer = Trainer(trial);
        trainer.Start(trainer.Order());
        await running.Task;

        await trainer.Bench.LeaveAsync(TimeSpan.FromSeconds(30));

        var returned = (await trainer.NextAsync(2))[1].Returned;
        Assert.Equal(ScriptedTrial.CheckpointAt(trial.Done), _server.Artifacts.Find(returned.Checkpoint.Sha256));
        Assert.Empty(trainer.Bench.Table.Running);
        Assert.NotNull(trainer.Start(trainer.Order(attempt: 2)));
    }

    [Fact]
    public async Task A_trial_that_has_not_begun_is_handed_back_without_a_checkpoint()
    {
        var trainer = Trainer(new ScriptedTrial());
        var order = trainer.Order();
        _server.Artifacts.DownloadsWait = true;
        trainer.Start(order);
        await trainer.NextAsync();

        await trainer.Bench.LeaveAsync(TimeSpan.FromSeconds(30));

        Assert.Null((await trainer.NextAsync()).Returned.Checkpoint);
    }

    [Fact]
    public async Task A_trial_that_cannot_be_handed_back_in_time_is_stopped()
    {
        var time = new FakeTimeProvider();
        var returned = new TaskCompletionSource();
        var trainer = new TrainerBench(_server, new ScriptedFactory(() => new ScriptedTrial()), time: time);
        trainer.Stores = reply =>
        {
            if (reply.KindCase == Kind.Returned)
                returned.TrySetResult();
            return reply.KindCase != Kind.Returned;
        };
        trainer.Start(trainer.Order());
        await trainer.NextAsync();

        var leaving = trainer.Bench.LeaveAsync(TimeSpan.FromSeconds(20));
        await returned.Task;
        Assert.False(leaving.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(20));

        await leaving.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(trainer.Bench.Table.Running);
    }

    [Fact]
    public async Task Training_goes_on_while_the_coordinator_is_away()
    {
        var away = true;
        var trial = new ScriptedTrial { Steps = 9, StepsPerRung = 2 };
        var trainer = Trainer(trial);
        trainer.Stores = reply => reply.KindCase == Kind.Started || !Volatile.Read(ref away);
        trainer.Start(trainer.Order());

        await trial.Disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Volatile.Write(ref away, false);

        var replies = await trainer.NextAsync(1);
        while (replies[^1].KindCase != Kind.Completed)
            replies.Add(await trainer.NextAsync());
        Assert.Equal([1, 2, 3, 4], replies.Where(reply => reply.KindCase == Kind.Candidate).Select(reply => reply.Candidate.Rung));
    }

    [Fact]
    public async Task A_fault_of_a_trial_is_told_with_its_reason()
    {
        var trainer = Trainer(new ScriptedTrial { During = _ => throw new ArithmeticException("the loss is no number") });
        trainer.Start(trainer.Order());

        var failed = (await trainer.NextAsync(2))[1].Failed;

        Assert.Equal(("the loss is no number", false), (failed.Reason, failed.Retry));
        await trainer.IdleAsync();
    }

    [Fact]
    public async Task A_full_disk_of_the_trainer_is_worth_another_attempt()
    {
        var trainer = Trainer(new ScriptedTrial { During = _ => throw new IOException("no space left on device") });
        trainer.Start(trainer.Order());

        Assert.True((await trainer.NextAsync(2))[1].Failed.Retry);
    }

    [Fact]
    public async Task A_rejected_setting_is_told_with_every_problem()
    {
        var trainer = new TrainerBench(_server, new ScriptedFactory(() => throw new RejectedException(
            [new Problem("search.method", "it is unknown", "Use taylor"), new Problem("search.epochs", "it is 0", "Use 1")])));
        trainer.Start(trainer.Order());

        var failed = (await trainer.NextAsync(2))[1].Failed;

        Assert.Contains("search.method: it is unknown", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("search.epochs: it is 0", failed.Reason, StringComparison.Ordinal);
        Assert.False(failed.Retry);
    }

    [Fact]
    public async Task An_artifact_that_nobody_has_ends_the_trial()
    {
        var trainer = Trainer(new ScriptedTrial());
        var order = trainer.Order();
        order.Model.Sha256 = Sha256.Of([42]);
        trainer.Start(order);

        Assert.False((await trainer.NextAsync(2))[1].Failed.Retry);
    }
}
