using DeepIoT.Cli.Inspecting;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Tests.Bench;

public sealed class UniformPlanTests
{
    private static readonly ModelGraph Graph = ModelGraph.Read(OnnxFile.Serialize(ModelZoo.Find("lenet5").Build(1)));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.02)]
    public void It_keeps_the_same_share_of_every_group_within_the_budget(double share)
    {
        var plan = UniformPlan.Of(Graph, share);

        Assert.InRange(plan.Parameters, 0.8 * share * 431_080, share * 431_080);
        var kept = plan.Groups.Select(g => (double)g.Kept / g.Units).ToArray();
        Assert.All(plan.Groups, g => Assert.InRange(g.Kept, (kept.Max() * g.Units) - 1 - (g.Units * 0.05), (kept.Max() * g.Units) + 1));
    }

    [Fact]
    public void No_plan_goes_below_the_floors() =>
        Assert.Equal([2, 2, 2], UniformPlan.Of(Graph, 1e-6).Groups.Select(g => g.Kept));
}
