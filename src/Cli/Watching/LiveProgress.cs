using DeepIoT.Protocol.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DeepIoT.Cli.Watching;

/// <summary>A table that is redrawn in place: a row and a bar for each trial, a line for the campaign.</summary>
public sealed class LiveProgress(LiveDisplayContext display, TimeProvider time) : IProgressDisplay
{
    private const int BarWidth = 20;

    /// <summary>Redrawing more often only flickers.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private long? _drawnAt;
    private CampaignProgress _shown = CampaignProgress.Nothing;

    public void Show(CampaignEvent happened, CampaignProgress progress)
    {
        var isProgress = happened.KindCase == CampaignEvent.KindOneofCase.Progress;
        if (isProgress && _drawnAt is { } drawn && time.GetElapsedTime(drawn) < ShortestPause)
            return;
        _shown = progress;
        Draw("");
    }

    public void Trouble(string line) => Draw(line);

    public static IRenderable Picture(CampaignProgress progress, string trouble)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("trial", "method", "goal", "step", "progress", "parameters left", Metric.Of(progress.Baseline is { AccuracyIsAgreement: true }).Columns.ValidationTitle);
        foreach (var trial in progress.Trials)
            table.AddRow(Row(trial).Select(cell => new Markup(cell)));
        return new Rows(table, new Text(Summary(progress)), new Text(trouble));
    }

    private void Draw(string trouble)
    {
        _drawnAt = time.GetTimestamp();
        display.UpdateTarget(Picture(_shown, trouble));
    }

    private static string[] Row(Trial trial) =>
    [
        Markup.Escape(trial.TrialId),
        Markup.Escape(trial.Settings?.Method ?? ""),
        Markup.Escape(trial.Settings is { } settings ? Sentences.Goal(settings) : ""),
        trial.State == TrialState.Running ? Markup.Escape(trial.Progress?.Step ?? "starting") : Words.Of(trial.State),
        Bar(trial.Done()),
        trial.Progress is { } progress ? Readable.Percent(progress.ParametersLeft) : "",
        trial.Progress is { HasValidationAccuracy: true } measured ? Readable.Percent(measured.ValidationAccuracy) : "",
    ];

    private static string Bar(double fraction)
    {
        var full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarWidth);
        return $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {fraction * 100,3:0} %";
    }

    private static string Summary(CampaignProgress progress) =>
        $"{Words.Of(progress.State)} · {progress.Candidates.Count} candidates · {progress.Measurements} measurements"
        + (progress.Note.Length > 0 ? $" · {progress.Note}" : "");
}
