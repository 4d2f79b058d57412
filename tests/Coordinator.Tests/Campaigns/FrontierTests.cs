using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class FrontierTests
{
    [Fact]
    public void A_candidate_that_another_beats_in_everything_is_not_on_the_frontier()
    {
        var good = Candidate("good", 0.98, 900, 4000);
        var bad = Candidate("bad", 0.97, 1000, 4100);

        Assert.Equal([good], Frontier.Of([bad, good]));
    }

    [Fact]
    public void Candidates_that_trade_one_thing_for_another_are_all_on_it()
    {
        Candidate[] all = [Candidate("accurate", 0.99, 2000, 8000), Candidate("small", 0.95, 500, 2000), Candidate("between", 0.97, 900, 4000)];

        Assert.Equal(all, Frontier.Of(all));
    }

    [Fact]
    public void Latency_counts_where_both_were_measured_on_the_same_class()
    {
        var slow = Candidate("slow", 0.97, 900, 4000, ("a", 2.0));
        var fast = Candidate("fast", 0.97, 900, 4000, ("a", 1.0));
        var elsewhere = Candidate("elsewhere", 0.97, 900, 4000, ("b", 0.1));
        var unmeasured = Candidate("unmeasured", 0.96, 900, 4000);

        Assert.True(Frontier.Beats(fast, slow));
        Assert.False(Frontier.Beats(elsewhere, slow));
        Assert.True(Frontier.Beats(slow, unmeasured));
        Assert.Equal([fast, elsewhere], Frontier.Of([slow, fast, elsewhere, unmeasured]));
    }

    [Fact]
    public void A_latency_that_was_measured_under_disturbance_decides_nothing()
    {
        var worse = Candidate("worse", 0.95, 900, 4000, ("a", 1.0));
        worse.Measurements[0].Tainted.Add("other load took 80 % of the machine");

        Assert.True(Frontier.Beats(Candidate("better", 0.97, 900, 4000, ("a", 2.0)), worse));
    }

    [Fact]
    public void A_slower_candidate_that_is_smaller_stays()
    {
        var fast = Candidate("fast", 0.97, 1000, 4000, ("a", 1.0));
        var small = Candidate("small", 0.97, 900, 4000, ("a", 2.0));

        Assert.Equal([fast, small], Frontier.Of([fast, small]));
    }

    [Fact]
    public void Test_accuracy_decides_nothing()
    {
        var worse = Candidate("worse", 0.96, 900, 4000);
        worse.TestAccuracy = 0.999;

        Assert.True(Frontier.Beats(Candidate("better", 0.97, 900, 4000), worse));
    }

    [Fact]
    public void Every_candidate_is_on_the_frontier_or_beaten_by_one_that_is()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var all = Enumerable.Range(0, 12)
                .Select(i => Candidate($"{i}", random.Next(5) / 10.0, random.Next(1, 5), random.Next(1, 5), ("a", random.Next(1, 4))))
                .ToArray();
            var frontier = Frontier.Of(all).ToArray();

            Assert.NotEmpty(frontier);
            Assert.All(all, candidate => Assert.True(
                frontier.Contains(candidate) || frontier.Any(other => Frontier.Beats(other, candidate))));
            Assert.DoesNotContain(frontier, candidate => frontier.Any(other => Frontier.Beats(other, candidate)));
        }
    }

    private static Candidate Candidate(string name, double accuracy, long parameters, long bytes, params (string Class, double Median)[] measured) => new()
    {
        Model = Example.Artifact(name),
        ValidationAccuracy = accuracy,
        Cost = new ModelCost { Parameters = parameters, Bytes = bytes, Macs = 1 },
        Measurements = { measured.Select(one => Example.Measurement(one.Median, one.Class)) },
    };
}
