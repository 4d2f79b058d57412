using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Compressor;

public sealed class BudgetChoiceTests
{
    private readonly ModelGraph _graph = ModelGraph.Read(ModelZoo.Find("lenet5").Build(1));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.02)]
    public void The_cost_fits_the_budget_and_one_more_unit_would_not(double share)
    {
        var scores = Scores(u => (float)Math.Sin(u * 12.9898));
        var budget = share * _graph.Parameters.At(_graph.Widths);

        var keep = BudgetChoice.Choose(_graph, scores, _graph.Parameters, budget);

        Assert.InRange(_graph.Parameters.At(keep.Widths), 0, budget);
        var worstKept = keep.Kept.SelectMany((units, k) => units.Select(u => scores[k]![u])).Order().ToArray();
        var bestGone = _graph.Groups.SelectMany((g, k) => Enumerable.Range(0, g.Units).Except(keep.Kept[k]).Select(u => scores[k]![u])).Max();
        Assert.True(bestGone <= worstKept[0]);
        var (group, unit) = _graph.Groups.SelectMany((g, k) => Enumerable.Range(0, g.Units).Except(keep.Kept[k]).Select(u => (k, u)))
            .MaxBy(p => scores[p.k]![p.u]);
        var widths = keep.Widths;
        widths[group]++;
        Assert.True(_graph.Parameters.At(widths) > budget);
    }

    [Fact]
    public void No_group_goes_below_its_floor_and_a_group_without_scores_stays()
    {
        var scores = Scores(u => u);
        scores[1] = null;

        var keep = BudgetChoice.Choose(_graph, scores, _graph.Parameters, budget: 0);

        Assert.Equal([2, 50, 2], keep.Kept.Select(units => units.Length));
        Assert.Equal([18, 19], keep.Kept[0]);
    }

    [Fact]
    public void Where_a_unit_costs_more_it_has_to_be_worth_more()
    {
        float[]?[] scores = [[1, 8], null, [1, 8]];

        var perCost = BudgetChoice.PerCost(scores, [10, 5, 0]);

        Assert.Equal([0.1f, 0.8f], perCost[0]!);
        Assert.Null(perCost[1]);
        // A unit that saves nothing is not priceless, only a hundred times cheaper than the dearest.
        Assert.Equal([10f, 80f], perCost[2]!);
    }

    [Fact]
    public void Where_whole_blocks_cost_the_same_a_group_takes_its_best_units_back_for_nothing()
    {
        var scores = Scores(u => (float)Math.Sin(u * 12.9898));
        var cost = new CostOfBlocks(8);

        var bare = BudgetChoice.Choose(_graph, scores, cost, budget: 200);
        var snapped = BudgetChoice.Choose(_graph, scores, cost, budget: 200, snaps: true);

        Assert.Equal(cost.At(bare.Widths), cost.At(snapped.Widths));
        Assert.All(snapped.Widths.Zip(_graph.Widths), w => Assert.True(w.First % 8 == 0 || w.First == w.Second));
        Assert.True(snapped.Widths.Sum() > bare.Widths.Sum());
        Assert.All(bare.Kept.Zip(snapped.Kept), kept => Assert.Empty(kept.First.Except(kept.Second)));
        for (var k = 0; k < snapped.Kept.Count; k++)
        {
            var worstTaken = snapped.Kept[k].Min(u => scores[k]![u]);
            Assert.All(Enumerable.Range(0, _graph.Groups[k].Units).Except(snapped.Kept[k]), gone => Assert.True(scores[k]![gone] <= worstTaken));
        }
    }

    private sealed class CostOfBlocks(int block) : ICost
    {
        public double At(ReadOnlySpan<double> widths)
        {
            double cost = 0;
            foreach (var width in widths) cost += Math.Ceiling(width / block) * block;
            return cost;
        }

        public double[] Slopes(ReadOnlySpan<double> widths) => throw new NotSupportedException("a choice needs none");
    }

    private float[]?[] Scores(Func<int, float> score) => [.. _graph.Groups.Select(g => Enumerable.Range(0, g.Units).Select(score).ToArray())];
}
