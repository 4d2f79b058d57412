using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Artifacts.Collecting;

namespace DeepIoT.Coordinator.Tests.Artifacts.Collecting;

public sealed class CollectingRulesTests
{
    [Theory]
    [InlineData(31, true)]
    [InlineData(30, true)]
    [InlineData(29, false)]
    [InlineData(-1, false)]
    public void An_artifact_is_old_by_when_it_was_stored_or_touched_last(int days, bool old) => Assert.Equal(
        old,
        CollectingRules.IsOld(new StoredArtifact(Example.Sha("anything"), 5, Example.Start - TimeSpan.FromDays(days)), Example.Start, TimeSpan.FromDays(30)));
}
