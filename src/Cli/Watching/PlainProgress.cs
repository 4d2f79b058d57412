using System.Globalization;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Watching;

/// <summary>One calm line for each thing that matters; of a trial's progress, one line a quarter.</summary>
public sealed class PlainProgress(TextWriter output) : IProgressDisplay
{
    private readonly Dictionary<string, int> _shown = new(StringComparer.Ordinal);

    public void Show(CampaignEvent happened, CampaignProgress progress)
    {
        if (Line(happened, progress) is { } line)
            output.WriteLine($"{happened.At?.ToDateTimeOffset().ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {line}".TrimStart());
    }

    public void Trouble(string line) => output.WriteLine(line);

    private string? Line(CampaignEvent happened, CampaignProgress progress) =>
        happened.KindCase == CampaignEvent.KindOneofCase.Progress && !IsNews(happened.Progress) ? null
        : Sentences.Of(happened, progress.Baseline) is { Length: > 0 } line ? line
        : null;

    private bool IsNews(TrialProgressed progressed)
    {
        var quarter = (int)(progressed.Progress.Fraction * 4);
        var isNews = quarter > _shown.GetValueOrDefault(progressed.TrialId);
        _shown[progressed.TrialId] = quarter;
        return isNews;
    }
}
