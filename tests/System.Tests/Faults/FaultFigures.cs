using System.Globalization;
using DeepIoT.Protocol.V1;

namespace DeepIoT.SystemTests.Faults;

/// <summary>How long the cluster took to get over faults; told, and never asserted.</summary>
/// <param name="faults">With the moments at which they were done.</param>
internal sealed class FaultFigures(IReadOnlyList<(Fault Fault, DateTimeOffset At)> faults, IReadOnlyList<ObservedCampaign> campaigns)
{
    /// <summary>From the killing of a trainer until each trial that it ran runs again, wherever.</summary>
    public IReadOnlyList<TimeSpan> TrialRecoveries =>
        [.. Killed("trainer-").SelectMany(kill => campaigns.SelectMany(campaign => Recoveries(campaign.Events, kill.Fault.Target, kill.At)))];

    /// <summary>From the killing of a coordinator until each campaign answers again; whoever answers all the time has none.</summary>
    public IReadOnlyList<TimeSpan> CampaignRecoveries =>
        [.. Killed("coordinator-").SelectMany(kill => campaigns.SelectMany(campaign => campaign.Silences)
            .Where(silence => silence.Covers(kill.At)).Select(silence => silence.Since + silence.Length - kill.At))];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{faults.Count} faults ({string.Join(", ", faults.CountBy(done => done.Fault.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {kind.Key}"))}); "
        + $"trials of killed trainers ran again after {Spread(TrialRecoveries)}; campaigns answered after a coordinator was killed within {Spread(CampaignRecoveries)}; "
        + $"without an answer: longest {Longest:0.0} s, all campaigns together {campaigns.Sum(campaign => campaign.Silences.Sum(silence => silence.Length.TotalSeconds)):0} s");

    private double Longest => campaigns.SelectMany(campaign => campaign.Silences).Select(silence => silence.Length.TotalSeconds).DefaultIfEmpty().Max();

    private IEnumerable<(Fault Fault, DateTimeOffset At)> Killed(string name) =>
        faults.Where(done => done.Fault.Kind == FaultKind.Kill && done.Fault.Target.StartsWith(name, StringComparison.Ordinal));

    private static IEnumerable<TimeSpan> Recoveries(IEnumerable<CampaignEvent> events, string trainer, DateTimeOffset killed)
    {
        foreach (var trial in events.Where(shown => shown.TrialChanged is not null).GroupBy(shown => shown.TrialChanged.TrialId))
        {
            var before = trial.LastOrDefault(shown => shown.At.ToDateTimeOffset() <= killed)?.TrialChanged;
            if (before is not { State: TrialState.Running } || before.Trainer != trainer)
                continue;
            if (trial.FirstOrDefault(shown => shown.TrialChanged is { State: TrialState.Running } again && again.Attempt > before.Attempt) is { } next)
                yield return next.At.ToDateTimeOffset() - killed;
        }
    }

    private static string Spread(IReadOnlyList<TimeSpan> times) => times.Count == 0
        ? "– (none)"
        : string.Create(CultureInfo.InvariantCulture, $"{times.Order().ElementAt(times.Count / 2).TotalSeconds:0.0} s (median of {times.Count}), at most {times.Max().TotalSeconds:0.0} s");
}
