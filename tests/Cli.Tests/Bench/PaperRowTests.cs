using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;

namespace DeepIoT.Cli.Tests.Bench;

public sealed class PaperRowTests
{
    private static readonly PaperTask Task = PaperTask.All[0];
    private static readonly PaperBaseline Baseline = new(Task.Name, 1000, 5000, 4000, 10_000, 0.98, 0.97, 1.0, false);

    [Fact]
    public void The_default_takes_what_validation_prefers_seed_by_seed_and_the_time_of_both()
    {
        PaperRun[] runs =
        [
            Run("taylor", 1, validation: 0.97, test: 0.90, parameters: 50), Run("compressor", 1, validation: 0.98, test: 0.80),
            Run("taylor", 2, validation: 0.99, test: 0.70), Run("compressor", 2, validation: 0.98, test: 0.95, parameters: 50),
            Run("taylor", 3, validation: 0.98, loss: 0.1, test: 0.60), Run("compressor", 3, validation: 0.98, loss: 0.2, test: 0.99),
        ];

        var row = PaperRow.Of(Baseline, runs).Single(r => r.Method == PaperRow.Auto);

        Assert.Equal([0.80, 0.70, 0.60], row.TestAccuracies);
        Assert.Equal((0.70, 20), (row.TestAccuracy, row.Seconds));
    }

    [Fact]
    public void Where_validation_cannot_tell_the_two_apart_the_default_takes_the_smaller()
    {
        // One standard error of 98 % on 10 000 samples is 0.14 points.
        PaperRun[] runs =
        [
            Run("taylor", 1, validation: 0.98, test: 0.90, parameters: 60), Run("compressor", 1, validation: 0.979, test: 0.80, parameters: 50),
            Run("taylor", 2, validation: 0.98, test: 0.70, parameters: 60), Run("compressor", 2, validation: 0.978, test: 0.95, parameters: 50),
        ];

        var row = PaperRow.Of(Baseline, runs).Single(r => r.Method == PaperRow.Auto);

        Assert.Equal([0.80, 0.70], row.TestAccuracies);
        Assert.Equal(0.055, row.ParametersLeft, 6);
    }

    [Fact]
    public void A_seed_that_only_one_of_the_two_has_run_makes_no_default()
    {
        var rows = PaperRow.Of(Baseline, [Run("taylor", 1), Run("magnitude", 1)]).ToArray();

        Assert.Equal(["taylor", "magnitude"], rows.Select(row => row.Method));
    }

    [Fact]
    public void Figures_are_medians_and_what_is_not_measured_is_unknown()
    {
        var row = PaperRow.Of(Baseline, [Run("taylor", 1, parameters: 10), Run("taylor", 2, parameters: 30), Run("taylor", 3, parameters: 20) with { LatencyMs = null }]).Single();

        Assert.Equal(0.02, row.ParametersLeft);
        Assert.Null(row.LatencyMs);
        Assert.Contains("not measured", PaperReport.Page(Sheet.Of([row], PaperReport.Columns, ""), new Provenance("deepiot bench paper", "here")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_earlier_stays_where_there_are_fewer_seeds_now_and_comes_back_from_json_as_it_was()
    {
        var earlier = PaperRow.Of(Baseline, [Run("taylor", 1), Run("taylor", 2), Run("magnitude", 1)]).ToArray();
        var later = PaperRow.Of(Baseline, [Run("taylor", 1, test: 0.5), Run("magnitude", 1, test: 0.6), Run("deepiot", 1)]).ToArray();
        var read = JsonText.Read<PaperRow[]>(System.Text.Encoding.UTF8.GetBytes(JsonText.Of(earlier)));

        var rows = PaperRow.Joined(read, later);

        Assert.Equal(["taylor", "deepiot", "magnitude"], rows.Select(row => row.Method));
        Assert.Equal([[0.9, 0.9], [0.9], [0.6]], rows.Select(row => row.TestAccuracies));
    }

    private static PaperRun Run(string method, ulong seed, double validation = 0.9, double loss = 0.3, double test = 0.9, long parameters = 100) =>
        new(Task.Name, method, seed, parameters, 500, 400, validation, loss, test, 10, 8, 1e-7, 0.5, false);
}
