using DeepIoT.Compression.Tests.Zoo;

namespace DeepIoT.Compression.Tests.Identity;

public sealed class IdentityLawTests
{
    [Fact]
    public void It_holds_for_five_hundred_random_graphs() =>
        Assert.All(RandomGraphs.First(500), recipe => IdentityLaw.Check(recipe.Build(), recipe.Seed));

    [Theory]
    [MemberData(nameof(ModelZooTests.Names), MemberType = typeof(ModelZooTests))]
    public void It_holds_for_the_zoo_at_three_levels_of_pruning(string name)
    {
        var model = Small.Build(name);
        foreach (var left in new[] { 0.8, 0.5, 0.1 })
            IdentityLaw.Check(model, 5, left);
    }
}
