using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Artifacts.Collecting;

namespace DeepIoT.Coordinator.Tests.Artifacts.Collecting;

public sealed class CollectingRulesTests
{
    private static readonly string Name = Example.Sha("anything");

    [Theory]
    [InlineData(31, false, true)]
    [InlineData(30, false, true)]
    [InlineData(29, false, false)]
    [InlineData(31, true, false)]
    public void An_artifact_goes_when_it_is_old_and_nobody_refers_to_it(int days, bool referred, bool goes)
    {
        var stored = new StoredArtifact(Name, 5, Example.Start - TimeSpan.FromDays(days));

        Assert.Equal(goes, CollectingRules.MayGo(stored, referred ? new HashSet<string> { Name } : [], Example.Start, TimeSpan.FromDays(30)));
    }

    [Fact]
    public void One_that_is_younger_than_the_clock_says_stays() =>
        Assert.False(CollectingRules.MayGo(new StoredArtifact(Name, 5, Example.Start.AddHours(2)), new HashSet<string>(), Example.Start, CollectingRules.LeastAge));
}
