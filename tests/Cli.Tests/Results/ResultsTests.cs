using System.Text.Json;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Results;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Tests.Results;

public sealed class ResultsTests
{
    private static readonly ResultsReply Reply = Made.Results(
        Made.Baseline(Made.Artifact('b'), Made.Measurement(0.120)),
        Made.Candidate(Made.Artifact('c'), 2_000, onFrontier: true, Made.Measurement(0.050)),
        Made.Candidate(Made.Artifact('a'), 800, onFrontier: true, Made.Measurement(0.0412, joules: 0.0015), Made.Measurement(2, "emu", simulated: true)),
        Made.Candidate(Made.Artifact('d'), 5_000, onFrontier: false));

    [Fact]
    public void The_frontier_comes_smallest_first_with_shares_of_the_baseline()
    {
        var table = Sheet(withOthers: false);

        Assert.Equal(3, table.Rows.Count);
        Assert.Equal(["aaaaaaaaaaaa", "aaaaaaaaaaaa", "cccccccccccc"], table.Rows.Select(row => row[0].Text));
        Assert.Equal("8.0 %", Cell(table, 0, "parametersLeft"));
        Assert.Equal("8.0 %", Cell(table, 0, "macsLeft"));
        Assert.Equal("97.50 → 97.00 %", Cell(table, 0, "accuracy"));
        Assert.Equal("3.7 KB", Cell(table, 0, "bytes"));
    }

    [Fact]
    public void Latency_before_and_after_is_compared_within_one_board_class()
    {
        var table = Sheet(withOthers: false);

        Assert.Equal("2.00 ms", Cell(table, 0, "latencyMedianMs"));
        Assert.Equal("emu (simulated)", Cell(table, 0, "boardClass"));
        Assert.Equal("0.120 → 0.0412 ms", Cell(table, 1, "latencyMedianMs"));
        Assert.Equal("0.0408..0.0416 ms", Cell(table, 1, "latencyLowMs"));
    }

    [Fact]
    public void What_was_predicted_stands_beside_what_was_measured_on_the_same_class_and_is_no_column_where_nothing_was()
    {
        var reply = Reply.Clone();
        reply.Candidates[1].Predicted.Add(new Prediction { BoardClass = "rpi4", Amount = 0.05 });

        var table = ResultsSheet.Of(CampaignResults.From(reply, withOthers: false));

        Assert.Equal(["", "0.0500 ms", ""], Enumerable.Range(0, 3).Select(row => Cell(table, row, "latencyPredictedMs")));
        Assert.True(table.Columns.Single(column => column.Key == "latencyPredictedMs").InTable);
        Assert.False(Sheet(withOthers: false).Columns.Single(column => column.Key == "latencyPredictedMs").InTable);
    }

    [Fact]
    public void Energy_without_a_meter_is_not_measured()
    {
        var table = Sheet(withOthers: false);

        Assert.Equal("1.50 ± 0.050 mJ (external)", Cell(table, 1, "joules"));
        Assert.Equal((0.00005, "external", "bench", null), (Value(table, 1, "joulesUncertainty"), Value(table, 1, "energyTier"), Value(table, 1, "meter"), Value(table, 1, "whyNoEnergy")));
        Assert.Equal("not measured", Cell(table, 2, "joules"));
        Assert.Null(Value(table, 2, "joules"));
        Assert.Equal((null, "none", null, "metering is switched off"), (Value(table, 2, "joulesUncertainty"), Value(table, 2, "energyTier"), Value(table, 2, "meter"), Value(table, 2, "whyNoEnergy")));
    }

    [Fact]
    public void A_candidate_that_no_board_has_measured_says_so()
    {
        var table = Sheet(withOthers: true);

        Assert.Equal("not measured", Cell(table, 3, "latencyMedianMs"));
        Assert.Null(Value(table, 3, "boardClass"));
    }

    [Fact]
    public void A_clean_measurement_is_preferred_to_a_later_tainted_one()
    {
        var tainted = Made.Measurement(9);
        tainted.Tainted.Add("throttled");
        tainted.At = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Made.At.ToDateTimeOffset().AddHours(1));

        Assert.Equal(1, Assert.Single(LatencyFigures.From([Made.Measurement(1), tainted], [])).MedianMs);
        Assert.Equal(["throttled"], Assert.Single(LatencyFigures.From([tainted], [])).Tainted);
    }

    [Fact]
    public void Json_has_the_baseline_and_the_frontier_with_the_documented_keys()
    {
        var json = JsonDocument.Parse(JsonText.Of(CampaignResults.From(Reply, withOthers: false))).RootElement;

        foreach (var network in json.GetProperty("frontier").EnumerateArray().Append(json.GetProperty("baseline")))
        {
            foreach (var key in new[] { "parameters", "macs", "bytes", "accuracy", "latencyMedianMs", "model" })
                Assert.True(network.TryGetProperty(key, out _), key);
        }
        Assert.Equal(0.120, json.GetProperty("baseline").GetProperty("latencyMedianMs").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("frontier")[0].GetProperty("latencyMedianMs").ValueKind);
        Assert.Equal(2, json.GetProperty("frontier")[0].GetProperty("latency").GetArrayLength());
    }

    [Fact]
    public void Without_labels_every_figure_is_called_agreement()
    {
        var reply = Reply.Clone();
        reply.Baseline.AccuracyIsAgreement = true;
        var results = CampaignResults.From(reply, withOthers: false);
        var output = new StringWriter();

        new Terminal(output, TextWriter.Null, null).Print(results, OutputFormat.Table);

        Assert.Contains("test agreement 97.50 %, validation agreement 98.00 %", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("The data has no labels: agreement is accuracy by the uncompressed network's own answers", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["agreement", "validationAgreement"], ResultsSheet.Of(results).Columns.Select(c => c.Key).Where(key => key.EndsWith("greement", StringComparison.Ordinal)));
        var json = JsonDocument.Parse(JsonText.Of(results)).RootElement;
        Assert.Equal("agreement", json.GetProperty("metric").GetString());
        Assert.False(json.TryGetProperty("accuracies", out _));
        Assert.Equal("accuracy", CampaignResults.From(Reply, withOthers: false).Metric);
    }

    [Fact]
    public void The_best_is_chosen_on_the_frontier_within_the_limits()
    {
        var results = CampaignResults.From(Reply, withOthers: true);

        Assert.Equal(800, Best.Of(results, BestBy.Size)!.Parameters);
        Assert.Equal(2_000, Best.Of(results, BestBy.Latency)!.Parameters);
        Assert.Equal(2_000, Best.Of(results, BestBy.Accuracy)!.Parameters);
        var none = results with { Frontier = [.. results.Frontier.Select(c => c with { WithinLimits = false })] };
        Assert.Null(Best.Of(none, BestBy.Size));
    }

    private static Sheet Sheet(bool withOthers) => ResultsSheet.Of(CampaignResults.From(Reply, withOthers));

    private static string Cell(Sheet sheet, int row, string key) => sheet.Rows[row][sheet.Columns.ToList().FindIndex(c => c.Key == key)].Text;

    private static object? Value(Sheet sheet, int row, string key) => sheet.Rows[row][sheet.Columns.ToList().FindIndex(c => c.Key == key)].Value;
}
