using System.Globalization;
using DeepIoT.Cli.Output;
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

    private string? Line(CampaignEvent happened, CampaignProgress progress) => happened.KindCase switch
    {
        CampaignEvent.KindOneofCase.StateChanged => $"campaign {Words.Of(happened.StateChanged)}",
        CampaignEvent.KindOneofCase.TrialChanged => Sentences.Of(happened.TrialChanged),
        CampaignEvent.KindOneofCase.Progress when IsNews(happened.Progress) => Sentences.Of(happened.Progress, progress.Baseline),
        CampaignEvent.KindOneofCase.Baseline => Sentences.Of(happened.Baseline),
        CampaignEvent.KindOneofCase.CandidateFound => Sentences.Of(happened.CandidateFound, progress.Baseline),
        CampaignEvent.KindOneofCase.MeasurementAdded => Sentences.Of(happened.MeasurementAdded),
        CampaignEvent.KindOneofCase.Note => happened.Note,
        _ => null,
    };

    private bool IsNews(TrialProgressed progressed)
    {
        var quarter = (int)(progressed.Progress.Fraction * 4);
        var isNews = quarter > _shown.GetValueOrDefault(progressed.TrialId);
        _shown[progressed.TrialId] = quarter;
        return isNews;
    }
}
