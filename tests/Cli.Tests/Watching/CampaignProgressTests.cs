using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Cli.Watching;
using DeepIoT.Protocol.V1;
using Spectre.Console;

namespace DeepIoT.Cli.Tests.Watching;

public sealed class CampaignProgressTests
{
    private static readonly CampaignEvent[] History =
    [
        Made.Event(1, CampaignState.Examining),
        new() { Offset = 2, Baseline = Made.Baseline(Made.Artifact('b')) },
        Made.Event(3, CampaignState.Running),
        Made.Event(4, Made.Trial("t1")),
        Made.Event(5, Made.Trial("t2", TrialState.Queued)),
        Made.Progress(5, "t1", 0.31),
        Made.Progress(5, "t1", 0.34),
        Made.Progress(5, "unknown", 0.5),
        new() { Offset = 6, CandidateFound = Made.Candidate(Made.Artifact('a'), 800) },
        new() { Offset = 7, MeasurementAdded = new MeasurementAdded { Sha256 = new string('a', 64), Measurement = Made.Measurement(0.0412) } },
        Made.Event(8, Made.Trial("t2", TrialState.Failed)),
        Made.Event(9, CampaignState.Completed),
    ];

    [Fact]
    public void Progress_is_a_fold_over_the_events()
    {
        var progress = History.Aggregate(CampaignProgress.Nothing, (known, happened) => known.After(happened));

        Assert.Equal(CampaignState.Completed, progress.State);
        Assert.Equal(["t1", "t2"], progress.Trials.Select(t => t.TrialId));
        Assert.Equal((0.34 + 1) / 2, progress.Fraction, 1e-9);
        Assert.Equal((1, 1), (progress.Candidates.Count, progress.Measurements));
        Assert.Equal(10_000, progress.Baseline!.Cost.Parameters);
    }

    [Fact]
    public void Plain_output_has_one_line_for_each_thing_that_matters()
    {
        var output = new StringWriter();
        var display = new PlainProgress(output);
        var progress = CampaignProgress.Nothing;
        foreach (var happened in History)
            display.Show(happened, progress = progress.After(happened));

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(11, lines.Length);
        Assert.Single(lines, line => line.Contains("trial t1 31 % compress", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("trial t1 running on laptop (taylor, 8.0 % of the parameters, seed 1)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("candidate aaaaaaaaaaaa of trial t1: 8.0 % of the parameters, 3.7 KB, validation accuracy 97.8 %", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("aaaaaaaaaaaa takes 0.0412 ms on rpi4", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_labels_every_line_speaks_of_agreement()
    {
        var output = new StringWriter();
        var display = new PlainProgress(output);
        var progress = CampaignProgress.Nothing;
        foreach (var happened in History.Select(e => e.Clone()))
        {
            if (happened.Baseline is { } baseline)
                baseline.AccuracyIsAgreement = true;
            display.Show(happened, progress = progress.After(happened));
        }

        Assert.Equal(4, output.ToString().Split("validation agreement 9").Length - 1);
        Assert.DoesNotContain("accuracy", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_live_table_has_a_row_with_a_bar_for_each_trial()
    {
        var progress = History.Aggregate(CampaignProgress.Nothing, (known, happened) => known.After(happened));
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 160;

        console.Write(LiveProgress.Picture(progress, ""));

        Assert.Matches(@"t1 .*taylor.*8\.0 % of the parameters.*compress.*34 %.*66\.0 %.*97\.0 %", output.ToString());
        Assert.Matches(@"t2 .*failed.*100 %", output.ToString());
        Assert.Contains("completed · 1 candidates · 1 measurements", output.ToString(), StringComparison.Ordinal);
    }
}
