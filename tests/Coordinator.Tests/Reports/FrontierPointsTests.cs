using DeepIoT.Coordinator.Reports;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Reports;

/// <summary>Which of many candidates a plot shows.</summary>
public sealed class FrontierPointsTests
{
    [Fact]
    public void Of_a_few_candidates_every_one_is_drawn()
    {
        var points = Points(onFrontier: 150, beaten: 150);

        Assert.Equal((150, 150, 0, ""), (points.Frontier.Length, points.Others.Length, points.Hidden, points.Note));
    }

    [Fact]
    public void Of_a_long_frontier_both_ends_are_drawn_and_what_lies_evenly_between_and_the_rest_is_counted()
    {
        var points = Points(onFrontier: 451, beaten: 160);

        Assert.Equal(150, points.Frontier.Length);
        Assert.Equal((1, 451), (points.Frontier[0].Amount, points.Frontier[^1].Amount));
        Assert.All(points.Frontier.Zip(points.Frontier[1..], (one, next) => next.Amount - one.Amount), gap => Assert.InRange(gap, 3, 4));
        Assert.Equal(301 + 10, points.Hidden);
        Assert.StartsWith("Candidates that are not drawn: 311,", points.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Beaten_candidates_are_drawn_as_long_as_they_are_not_far_worse()
    {
        var points = Points(onFrontier: 1, beaten: 1, beatenBy: 0.2);

        Assert.Equal((0, 1), (points.Others.Length, points.Hidden));
    }

    private static FrontierPoints Points(int onFrontier, int beaten, double beatenBy = 0.01)
    {
        var results = new ResultsReply();
        // Told in any order.
        for (var i = onFrontier; i > 0; i--)
            results.Candidates.Add(Candidate(i, 0.9, isOnFrontier: true));
        for (var i = 1; i <= beaten; i++)
            results.Candidates.Add(Candidate(i, 0.9 - beatenBy, isOnFrontier: false));
        return FrontierPoints.Of(results, FrontierAxis.Of(results).Single(axis => axis.Key == "parameters"));
    }

    private static Candidate Candidate(long parameters, double accuracy, bool isOnFrontier) => new()
    {
        Model = new ArtifactRef { Sha256 = new string('a', 64) },
        Cost = new ModelCost { Parameters = parameters },
        ValidationAccuracy = accuracy,
        OnFrontier = isOnFrontier,
    };
}
