using DeepIoT.Coordinator.Reports;
using DeepIoT.Coordinator.Reports.Html;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Reports;

public sealed class EnergyInReportsTests
{
    [Fact]
    public async Task Joules_stand_beside_latency_with_their_uncertainty_tier_and_meter()
    {
        var results = Results(joules: 0.0015, new Metering { Meter = "bench <1>", UncertaintyJoules = 0.00005 });

        Assert.Contains("1.50 ± 0.050 mJ <span class=\"muted\">external, bench &lt;1&gt;</span>", await HtmlReport.OfAsync(results), StringComparison.Ordinal);
        Assert.Equal(("0.0015", "5E-05", "external", "bench <1>"), Csv(results));
        Assert.Contains("\"uncertaintyJoules\": 5e-05", JsonReport.Of(results), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_meter_that_gave_no_figure_says_why()
    {
        var results = Results(joules: null, new Metering { Meter = "bench", Reason = "insufficient: 7 samples" });

        Assert.Contains("not measured <span class=\"muted\">bench: insufficient: 7 samples</span>", await HtmlReport.OfAsync(results), StringComparison.Ordinal);
        Assert.Equal(("", "", "none", "bench"), Csv(results));
    }

    [Fact]
    public async Task A_board_without_a_meter_has_no_joules_and_never_zero()
    {
        foreach (var metering in new[] { null, new Metering { Reason = "metering is switched off" } })
        {
            var results = Results(joules: null, metering);

            Assert.Contains("not measured <span class=\"muted\"></span>", await HtmlReport.OfAsync(results), StringComparison.Ordinal);
            Assert.Equal(("", "", "none", ""), Csv(results));
        }
    }

    private static (string Joules, string Uncertainty, string Tier, string Meter) Csv(ResultsReply results)
    {
        var rows = CsvReport.Of(results).Split('\n').Select(line => line.Split(',')).ToArray();
        return (Cell("joules"), Cell("joules_uncertainty"), Cell("energy_tier"), Cell("meter"));

        string Cell(string column) => rows[1][Array.IndexOf(rows[0], column)];
    }

    private static ResultsReply Results(double? joules, Metering? metering)
    {
        var measured = Example.Measurement();
        measured.Metering = metering;
        if (joules is { } known)
            (measured.Joules, measured.EnergyTier) = (known, "external");
        return new()
        {
            Campaign = new Campaign { CampaignId = "c1", Spec = Example.Spec(), SubmittedAt = new(), EndedAt = new() },
            Baseline = new Baseline { Model = Example.Artifact("baseline"), Cost = new ModelCost { Parameters = 10, Macs = 20, Bytes = 30 }, Measurements = { measured } },
        };
    }
}
