using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Coordinator.Reports.Html;
using DeepIoT.Coordinator.Tests.Campaigns;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Reports;

/// <summary>The reports of a campaign whose time was learned, and of one that learned nothing.</summary>
public sealed class ReportsTests
{
    [Fact]
    public void A_row_of_the_csv_has_what_was_predicted_at_its_end()
    {
        var rows = CsvReport.Of(Steered()).TrimEnd().Split('\n');

        Assert.EndsWith(",predicted_ms", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(",9", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",4.25", rows[2], StringComparison.Ordinal);
        Assert.All(CsvReport.Of(Unlearned()).TrimEnd().Split('\n')[1..], row => Assert.EndsWith(",", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_shows_predicted_beside_measured_the_rules_and_the_correction()
    {
        var page = await HtmlReport.OfAsync(Steered());

        Assert.Contains("4.50 ms", page, StringComparison.Ordinal);
        Assert.Contains("predicted 4.25 ms", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Execution time and energy</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<pre>Conv &lt; 3</pre>", page, StringComparison.Ordinal);
        Assert.Contains("50.0 % of the latency (measured 1.10 × predicted, then 45.5 %)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_learned_time_says_what_was_missing_and_predicts_nothing()
    {
        var page = await HtmlReport.OfAsync(Unlearned());

        Assert.Contains("4 networks were measured, too few to learn from", page, StringComparison.Ordinal);
        Assert.DoesNotContain("predicted", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<pre>Conv", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_nothing_but_itself_and_hides_nothing_it_was_given()
    {
        var results = Steered();
        results.Campaign.Spec.Name = "<script>alert(1)</script>";
        var candidate = results.Candidates[0];
        candidate.Structure.Add(new LayerWidth { Group = "conv <1>", Before = 64, After = 8 });
        (candidate.OnFrontier, candidate.Measurements[0].Board) = (true, "<b>pi</b>");

        var page = await HtmlReport.OfAsync(results);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=|url\\([^#]|http:", page);
        Assert.Contains("conv &lt;1&gt;", page, StringComparison.Ordinal);
        Assert.Contains(">12 %<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accuracy_is_drawn_against_every_cost_that_is_known()
    {
        var results = Steered();
        results.Candidates[0].OnFrontier = true;

        var page = await HtmlReport.OfAsync(results);

        Assert.Equal(4, page.Split("<svg").Length - 1);
        Assert.Contains("Multiply-accumulates", page, StringComparison.Ordinal);
        Assert.Contains($"Latency in ms on {Example.Class}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Energy in mJ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_the_page_can_ask_for_the_same_again()
    {
        var results = Steered();

        var page = System.Net.WebUtility.HtmlDecode(await HtmlReport.OfAsync(results));

        Assert.Contains(CampaignText.Of(results.Campaign.Spec), page, StringComparison.Ordinal);
        Assert.Contains(Example.Sha("model.onnx"), page, StringComparison.Ordinal);
        Assert.Contains(Example.Sha("train.npz"), page, StringComparison.Ordinal);
    }

    private static ResultsReply Steered()
    {
        var model = Example.Model();
        (model.Rules[0], model.Baseline) = ("Conv < 3", 9);
        var found = Example.Found("t1", "m1");
        found.Candidate.Predicted.Add(new Prediction { BoardClass = Example.Class, Amount = 4.25 });
        return Results(CampaignRun.Characterised(Example.Latency(5)).After(
            Example.Learned(model), Example.Started("t1"),
            Example.Probe("t1", "p1", 0.4), Example.Measured(Example.Sha("p1"), 4.4),
            found, Example.Measured(Example.Sha("m1"), 4.5)));
    }

    private static ResultsReply Unlearned() => Results(CampaignRun.Characterised(Example.Latency(5)).After(
        Example.Learned(new TimeModel { BoardClass = Example.Class, Networks = 4 }),
        Example.Started("t1"), Example.Found("t1", "m1"), Example.Measured(Example.Sha("m1"), 4.5)));

    private static ResultsReply Results(CampaignRun run) => run.After(new Protocol.Cluster.CancelCampaign { CampaignId = "c1" }).State.ToResults(new Dictionary<string, TrialProgress>());
}
