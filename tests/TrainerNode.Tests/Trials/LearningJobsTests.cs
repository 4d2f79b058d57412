using System.Security.Cryptography;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Trials;
using DeepIoT.Compression.Zoo;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Tests.Artifacts;
using Kind = DeepIoT.Protocol.Cluster.TrialReply.KindOneofCase;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Tests.Trials;

public sealed class LearningJobsTests : IAsyncLifetime
{
    private static readonly byte[] Model = OnnxFile.Serialize(ModelZoo.Find("lenet5").Build(1));

    private readonly ArtifactServer _server = new();
    private TrainerBench _trainer = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _trainer = new TrainerBench(_server, new ScriptedFactory(() => new ScriptedTrial()));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_networks_of_a_characterisation_are_stored_differ_and_are_the_same_again()
    {
        var first = await CharacterisedAsync(attempt: 1);
        var second = await CharacterisedAsync(attempt: 2);

        Assert.Equal(5, first.Select(network => network.Sha256).Distinct().Count());
        Assert.Equal(first, second);
        Assert.DoesNotContain(first, network => network.Sha256 == Sha(Model));
        Assert.All(first, network => Assert.Equal(3, ModelGraph.Read(_server.Artifacts.Find(network.Sha256)!).Widths.Length));
    }

    [Fact]
    public async Task What_was_measured_becomes_a_model_that_predicts_it()
    {
        var learned = await LearnedAsync(Networks(30), disturbed: 0);

        Assert.Equal((30, "rpi4"), (learned.Networks, learned.BoardClass));
        Assert.InRange(learned.MedianError, 0, 0.05);
        Assert.InRange(learned.Baseline / TimeOf(Model), 0.9, 1.1);
        Assert.InRange(learned.SmallestShare, 0.001, 0.5);
        Assert.Contains("30 networks", learned.Rules[0], StringComparison.Ordinal);
        Assert.Equal("rpi4", TimeModelFile.Read(_server.Artifacts.Find(learned.File.Sha256)!).BoardClass);
    }

    [Fact]
    public async Task Energy_is_learned_as_time_is_and_says_so()
    {
        var learned = await LearnedAsync(Networks(30), disturbed: 0, cost: "energy");

        Assert.Equal("energy", learned.Cost);
        Assert.InRange(learned.Baseline / TimeOf(Model), 0.9, 1.1);
        Assert.Contains("energy", learned.Rules[0], StringComparison.Ordinal);
        Assert.Contains(learned.Rules, rule => rule.Contains("nJ · ", StringComparison.Ordinal));
        Assert.DoesNotContain(learned.Rules, rule => rule.Contains("ns · ", StringComparison.Ordinal));
        Assert.Equal(CostKind.Energy, TimeModelFile.Read(_server.Artifacts.Find(learned.File.Sha256)!).Cost);
    }

    [Theory]
    [InlineData(25, 5, 20)]
    [InlineData(25, 6, 25)]
    public async Task Disturbed_measurements_are_left_out_where_enough_others_remain(int measured, int disturbed, int used) =>
        Assert.Equal(used, (await LearnedAsync(Networks(measured), disturbed)).Networks);

    [Fact]
    public async Task Too_few_measurements_teach_nothing_and_say_how_many_there_were()
    {
        var learned = await LearnedAsync(Networks(TimeModelFit.LeastObservations - 1), disturbed: 0);

        Assert.Null(learned.File);
        Assert.Equal(TimeModelFit.LeastObservations - 1, learned.Networks);
    }

    [Fact]
    public async Task A_trial_reduces_the_learned_time_and_tells_what_it_predicts()
    {
        var learned = await LearnedAsync(Networks(30), disturbed: 0);
        var small = RandomStructure.Of(ModelGraph.Read(Model), 99);
        ScriptedTrial? trial = null;
        trial = new ScriptedTrial
        {
            Steps = 3,
            StepsPerRung = 3,
            Exports = small,
            During = step =>
            {
                if (step == 1)
                    trial!.Add(new TrialProbe(small, Sha(small), 0.4));
            },
        };
        var factory = new ScriptedFactory(() => trial);
        var trainer = new TrainerBench(_server, factory);
        var order = trainer.Order();
        order.Settings.Budget.Add(new V1.CostTerm { Cost = "latency", Weight = 3, BoardClass = "rpi4", TimeModel = learned.File });
        order.Settings.Budget.Add(new V1.CostTerm { Cost = "macs", Weight = 2 });
        order.WantsProbes = true;
        trainer.Start(order);

        var replies = await trainer.NextAsync(4);

        Assert.Equal([Kind.Started, Kind.Probe, Kind.Candidate, Kind.Completed], replies.Select(reply => reply.KindCase));
        Assert.Equal((Sha(small), 0.4), (replies[1].Probe.Model.Sha256, replies[1].Probe.BudgetShare));
        Assert.Equal((long)ModelGraph.Read(small).Macs.At(ModelGraph.Read(small).Widths), replies[1].Probe.Cost.Macs);
        Assert.NotNull(_server.Artifacts.Find(Sha(small)));
        Assert.InRange(Assert.Single(replies[2].Candidate.Predicted).Amount / TimeOf(small), 0.8, 1.2);
        var terms = Assert.Single(factory.Orders).Settings.Budget.Terms;
        Assert.Equal([(CostKind.Latency, 3.0, "rpi4"), (CostKind.Macs, 2.0, null)], terms.Select(term => (term.Kind, term.Weight, term.Predicted?.BoardClass)));
    }

    [Fact]
    public async Task Probes_that_nobody_wants_stay_here()
    {
        ScriptedTrial? trial = null;
        trial = new ScriptedTrial { Steps = 2, During = _ => trial!.Add(new TrialProbe([9], Sha([9]), 0.4)) };
        var trainer = new TrainerBench(_server, new ScriptedFactory(() => trial));
        trainer.Start(trainer.Order());

        Assert.Equal([Kind.Started, Kind.Completed], (await trainer.NextAsync(2)).Select(reply => reply.KindCase));
        Assert.Null(_server.Artifacts.Find(Sha([9])));
    }

    private static byte[][] Networks(int count)
    {
        var graph = ModelGraph.Read(Model);
        return [Model, .. Enumerable.Range(2, count - 1).Select(seed => RandomStructure.Of(graph, (ulong)seed))];
    }

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A made-up board: a constant and a price for each multiply-accumulate.</summary>
    private static double TimeOf(byte[] network)
    {
        var graph = ModelGraph.Read(network);
        return 0.01 + (1e-6 * graph.Macs.At(graph.Widths));
    }

    private async Task<IReadOnlyList<V1.ArtifactRef>> CharacterisedAsync(int attempt)
    {
        _trainer.Start(new Characterise { Key = TrainerBench.Key("characterise", attempt), Model = _trainer.Stored(Model), Networks = 6 });
        var replies = await _trainer.NextAsync(2);
        await _trainer.IdleAsync();
        return replies[1].Characterised.Networks;
    }

    private async Task<V1.TimeModel> LearnedAsync(byte[][] networks, int disturbed, string cost = "latency")
    {
        var times = new ClassFigures { BoardClass = "rpi4", Cost = cost };
        times.Networks.Add(networks.Select((network, i) => new NetworkFigure { Sha256 = Sha(network), Amount = TimeOf(network), Tainted = i < disturbed }));
        _trainer.Start(new Learn
        {
            Key = TrainerBench.Key("learn"),
            Model = _trainer.Stored(Model),
            Networks = { networks.Select(_trainer.Stored) },
            Classes = { times },
        });
        var replies = await _trainer.NextAsync(2);
        await _trainer.IdleAsync();
        return Assert.Single(replies[1].Learned.Models);
    }
}
