using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>The baseline of the example is right in 98 %; half a point may be lost.</summary>
public sealed class WarmStartTests
{
    [Fact]
    public void The_smallest_candidate_within_the_accuracy_limit_is_begun_with()
    {
        var earlier = Earlier(("large", 2_000, 0.98), ("good", 900, 0.975), ("worse", 900, 0.97), ("small", 400, 0.96));

        Assert.Equal(Example.Sha("good"), WarmStart.Of(earlier, Example.Spec()).Start!.Sha256);
    }

    [Fact]
    public void The_most_accurate_is_begun_with_when_none_is_within_the_limit()
    {
        Assert.Equal(Example.Sha("best"), WarmStart.Of(Earlier(("small", 400, 0.90), ("best", 900, 0.95)), Example.Spec()).Start!.Sha256);
    }

    [Fact]
    public void A_campaign_of_another_model_or_without_candidates_is_refused()
    {
        var spec = Example.Spec();
        spec.Model = Example.Artifact("another.onnx");

        Assert.Contains("another model", WarmStart.Of(Earlier(("m", 400, 0.97)), spec).Problem!.Reason, StringComparison.Ordinal);
        Assert.Contains("no candidate", WarmStart.Of(Earlier(), Example.Spec()).Problem!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Examination_and_trials_begin_with_the_candidate_and_limits_are_those_of_the_model()
    {
        var submission = Example.Submission(Example.Spec());
        submission.Request.Start = Example.Artifact("start.onnx");
        var run = new CampaignRun().After(submission);
        Assert.Equal(Example.Sha("start.onnx"), Assert.Single(run.State.Asks().OfType<SlotRequested>()).Examine.Start.Sha256);

        run.After(Example.Examined());

        Assert.All(run.State.Asks().OfType<SlotRequested>(), ask =>
        {
            Assert.Equal(Example.Sha("start.onnx"), ask.Start.Start.Sha256);
            Assert.Equal(Example.Sha("model.onnx"), ask.Start.Model.Sha256);
        });
        Assert.Equal(0.98, run.State.ToBaseline()!.ValidationAccuracy);
        Assert.Equal(Example.Sha("model.onnx"), run.State.ToBaseline()!.Model.Sha256);
    }

    private static ResultsReply Earlier(params (string Model, long Parameters, double Accuracy)[] candidates) => new()
    {
        Campaign = new Campaign { CampaignId = "c0", Spec = Example.Spec() },
        Baseline = new Baseline { ValidationAccuracy = 0.98 },
        Candidates =
        {
            candidates.Select(one => new Candidate
            {
                Model = Example.Artifact(one.Model),
                Cost = new ModelCost { Parameters = one.Parameters },
                ValidationAccuracy = one.Accuracy,
            }),
        },
    };
}
