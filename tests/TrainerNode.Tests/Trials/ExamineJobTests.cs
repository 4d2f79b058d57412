using DeepIoT.Compression;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Tests.Artifacts;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Tests.Trials;

public sealed class ExamineJobTests : IAsyncLifetime
{
    private readonly ArtifactServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_examination_answers_with_the_baseline()
    {
        var examined = await ExaminedAsync(new ScriptedFactory(() => new ScriptedTrial()));

        Assert.Empty(examined.Problems);
        Assert.Equal((100L, 0.97, 0.01), (examined.Baseline.Cost.Parameters, examined.Baseline.ValidationAccuracy, examined.Baseline.SmallestShare));
        Assert.False(examined.Baseline.HasTestAccuracy);
    }

    [Fact]
    public async Task An_examination_answers_with_every_problem()
    {
        var examined = await ExaminedAsync(new ScriptedFactory(() => new ScriptedTrial())
        {
            Examination = _ => throw new RejectedException(
                [new Problem("model", "operator Foo is unknown", "Remove it"), new Problem("data", "labels are out of range", "Mend them")]),
        });

        Assert.Null(examined.Baseline);
        Assert.Equal(["model", "data"], examined.Problems.Select(problem => problem.Field));
        Assert.Equal("Remove it", examined.Problems[0].Remedy);
    }

    [Fact]
    public async Task Data_that_cannot_be_read_are_a_problem_not_a_fault()
    {
        var examined = await ExaminedAsync(new TrialFactory(), data => data.Format = V1.DataFormat.Npz);

        Assert.NotEmpty(examined.Problems);
    }

    [Fact]
    public async Task A_model_that_is_none_is_a_problem_not_a_fault()
    {
        var examined = await ExaminedAsync(new TrialFactory());

        Assert.NotEmpty(examined.Problems);
    }

    private async Task<Examined> ExaminedAsync(ITrialFactory factory, Action<V1.DataSpec>? change = null)
    {
        var trainer = new TrainerBench(_server, factory);
        var data = trainer.Data;
        change?.Invoke(data);
        trainer.Start(new Examine { Key = TrainerBench.Key("examine"), Model = trainer.Stored([8, 8, 8]), Data = data, SplitSeed = 11, Task = Protocol.V1.Task.Classification });
        var replies = await trainer.NextAsync(2);
        await trainer.IdleAsync();
        return replies[1].Examined;
    }
}
