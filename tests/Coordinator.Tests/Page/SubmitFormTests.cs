using DeepIoT.Coordinator.Page.Submitting;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Page;

public sealed class SubmitFormTests
{
    [Fact]
    public void What_is_typed_becomes_the_request_that_the_command_line_would_send()
    {
        var (request, problems) = Filled().Read();

        Assert.Empty(problems);
        Assert.Equal(0.08, request.Spec.Targets[0].Share, 9);
        Assert.Equal(0.0625, request.Spec.Data.Scale, 9);
        Assert.Equal(0.2, request.Spec.Data.TestShare, 9);
        Assert.Equal("auto", request.Spec.Search.Method);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_by_the_names_of_the_campaign_file()
    {
        var form = Filled();
        (form.Name, form.Model, form.AtMost, form.MaxDrop, form.Trials) = ("", null, "5 bananas", "1 %", 0);

        var problems = form.Read().Problems;

        Assert.Equal(
            ["accuracy.maxDrop", "model", "name", "search.trials", "targets[0].atMost"],
            problems.Select(problem => problem.Field).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEqual("", problem.Remedy));
    }

    [Fact]
    public void A_target_in_time_needs_a_board_class()
    {
        var form = Filled();
        (form.Kind, form.AtMost) = (TargetKind.Latency, "5 ms");
        Assert.Equal(["targets[0].board"], form.Read().Problems.Select(problem => problem.Field));

        form.BoardClass = "rpi4";
        Assert.Empty(form.Read().Problems);
    }

    private static SubmitForm Filled() => new()
    {
        Name = "digits",
        Model = Artifact('a'),
        Inputs = Artifact('b'),
        AtMost = "8%",
        Scale = "1/16",
    };

    private static ArtifactRef Artifact(char digit) => new() { Sha256 = new string(digit, 64), Bytes = 1 };
}
