using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class SpecRulesTests
{
    [Fact]
    public void A_sound_submission_has_no_problem() => Assert.Empty(Problems(Example.Spec()));

    [Fact]
    public void An_empty_submission_names_every_field_at_once()
    {
        var problems = SpecRules.Problems(new SubmitRequest(), _ => true);

        Assert.Superset(
            new HashSet<string> { "submissionId", "name", "model", "data.format", "data.train.inputs", "task", "targets", "search.method", "search.trials" },
            problems.Select(problem => problem.Field).ToHashSet());
        Assert.All(problems, problem => Assert.True(problem.Reason != "" && problem.Remedy != ""));
    }

    [Fact]
    public void An_artifact_that_was_not_uploaded_is_named()
    {
        var problem = Assert.Single(SpecRules.Problems(Request(Example.Spec()), sha256 => sha256 != Example.Sha("train.npz")));

        Assert.Equal("data.train.inputs", problem.Field);
        Assert.Contains("Upload", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_with_labels_apart_need_them()
    {
        var spec = Example.Spec();
        spec.Data.Format = DataFormat.Idx;

        Assert.Equal("data.train.labels", Assert.Single(Problems(spec)).Field);
    }

    [Fact]
    public void Without_labels_no_format_needs_them()
    {
        var spec = Example.Spec();
        (spec.Data.Format, spec.Data.Unlabelled) = (DataFormat.Idx, true);
        spec.Search.Options["alpha"] = "1.0";

        Assert.Empty(Problems(spec));
    }

    public static TheoryData<Action<CampaignSpec>, string> Wrong => new()
    {
        { spec => spec.Model.Sha256 = "../../etc/passwd", "model" },
        { spec => spec.MaxDropPoints = -1, "accuracy.maxDrop" },
        { spec => spec.MaxDropPoints = double.NaN, "accuracy.maxDrop" },
        { spec => spec.Targets.Clear(), "targets" },
        { spec => spec.Targets[0].Share = 1.5, "targets[0].atMost" },
        { spec => spec.Targets[0].AtMost = 0, "targets[0].atMost" },
        { spec => spec.Targets[0].ClearLimit(), "targets[0].atMost" },
        { spec => spec.Targets[0].BoardClass = "x", "targets[0].board" },
        { spec => spec.Targets.Add(new Target { Kind = TargetKind.Latency, AtMost = 5 }), "targets[1].board" },
        { spec => spec.Targets.Add(new Target { Kind = TargetKind.Latency, Smallest = true, BoardClass = "x" }), "targets[1].atMost" },
        { spec => spec.Search.Method = "magic", "search.method" },
        { spec => spec.Search.Trials = 0, "search.trials" },
        { spec => spec.Search.Trials = 1000, "search.trials" },
        { spec => spec.Search.Epochs = -1, "search.epochs" },
        { spec => spec.Search.Iterations = -1, "search.iterations" },
        { spec => spec.Data.TestShare = 1, "data.testShare" },
        { spec => spec.Data.ValidationShare = -0.1, "data.validationShare" },
        { spec => spec.Data.Scale = double.PositiveInfinity, "data.scale" },
        { spec => (spec.Data.Unlabelled, spec.Data.Train.LabelsMember) = (true, "y"), "data.train.labels" },
        { spec => (spec.Data.Unlabelled, spec.Search.Method) = (true, "deepiot"), "search.method" },
        { spec => (spec.Data.Unlabelled, spec.Search.Options["alpha"]) = (true, "0.9"), "search.options.alpha" },
        { spec => spec.Data.Test = new DataPart { Inputs = Example.Artifact("test.npz") }, "data.testShare" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_field_is_named(Action<CampaignSpec> spoil, string field)
    {
        var spec = Example.Spec();
        spoil(spec);

        Assert.Equal(field, Assert.Single(Problems(spec)).Field);
    }

    private static IReadOnlyList<Problem> Problems(CampaignSpec spec) => SpecRules.Problems(Request(spec), _ => true);

    private static SubmitRequest Request(CampaignSpec spec) => new() { Spec = spec, SubmissionId = "s1" };
}
