using DeepIoT.Clustering;

namespace DeepIoT.Coordinator.Tests.Access;

public sealed class CoordinatorSettingsTests
{
    [Fact]
    public void Options_are_read_by_name()
    {
        var options = CoordinatorSettings.Read(
            ["--Listen", "http://127.0.0.1:6000", "--ClusterPort", "6001", "--BoardWait", "00:00:05", "--Seeds:0", "127.0.0.1:6002", "--MeasuresLast", "true"]);

        Assert.Equal((new Uri("http://127.0.0.1:6000"), 6001, TimeSpan.FromSeconds(5), true), (options.Listen, options.ClusterPort, options.BoardWait, options.MeasuresLast));
        Assert.Equal(["127.0.0.1:6002"], options.Seeds);
    }

    [Theory]
    [InlineData("--ClusterPort", "many")]
    [InlineData("--Lisen", "http://127.0.0.1:6000")]
    public void A_value_or_a_name_that_makes_no_sense_is_refused_with_the_names_there_are(string name, string value)
    {
        var refused = Assert.Throws<RejectedOptionsException>(() => CoordinatorSettings.Read([name, value]));

        Assert.Contains("--Listen", Assert.Single(refused.Problems).Remedy, StringComparison.Ordinal);
    }
}
