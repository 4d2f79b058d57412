using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Compressor;

public sealed class BudgetTests
{
    private static readonly ModelGraph LeNet5 = ModelGraph.Read(ModelZoo.Find("lenet5").Build(1));

    [Theory]
    [InlineData(CostKind.Parameters)]
    [InlineData(CostKind.Macs)]
    [InlineData(CostKind.Bytes)]
    public void The_uncompressed_network_costs_1(CostKind kind)
    {
        Budget budget = kind;

        Assert.Equal(1, budget.CostOf(LeNet5, LeNet5).At(LeNet5.Widths), 1e-12);
    }

    [Fact]
    public void Several_costs_are_weighed_against_each_other_each_by_its_share()
    {
        var budget = new Budget([new BudgetTerm(CostKind.Parameters, 3), new BudgetTerm(CostKind.Macs, 1)]);
        double[] widths = [10, 20, 100];

        var parameters = LeNet5.Parameters.At(widths) / LeNet5.Parameters.At(LeNet5.Widths);
        var macs = LeNet5.Macs.At(widths) / LeNet5.Macs.At(LeNet5.Widths);

        Assert.Equal(((3 * parameters) + macs) / 4, budget.CostOf(LeNet5, LeNet5).At(widths), 1e-12);
    }

    [Fact]
    public void What_is_left_of_a_network_costs_the_same_seen_from_itself_and_from_the_whole()
    {
        var left = ModelGraph.Read(Slicer.Slice(LeNet5, new Keep(LeNet5, [[0, 1, 2], [5, 6, 7, 8], [.. Enumerable.Range(0, 50)]])));
        var budget = new Budget([new BudgetTerm(CostKind.Latency, Predicted: Simulated()), new BudgetTerm(CostKind.Bytes)]);

        Assert.True(budget.IsPredicted);
        Assert.Equal(budget.CostOf(LeNet5, LeNet5).At(left.Widths), budget.CostOf(left, LeNet5).At(left.Widths), 1e-9);
    }

    /// <summary>A made-up board that is twice as fast where filters come in fours.</summary>
    internal static ExecutionTimeModel Simulated()
    {
        TimeLeaf Leaf(double perMac) => new([.. Enumerable.Range(0, Features.Linear).Select(f => f == (int)Feature.Macs ? perMac : f == (int)Feature.Once ? 1e-3 : 0)]);
        return new ExecutionTimeModel("simulated", new Dictionary<string, TimeTree>
        {
            ["Conv"] = new TimeSplit(new Question(Feature.OutChannels, null, 4), Leaf(1e-6), Leaf(2e-6)),
            [ExecutionTimeModel.Other] = Leaf(1e-6),
        }, 100, 0.05);
    }
}
