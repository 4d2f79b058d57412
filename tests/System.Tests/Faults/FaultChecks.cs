using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.SystemTests.Faults;

/// <summary>What must hold when a cluster has come through faults; each check names every exception from it.</summary>
internal static partial class FaultChecks
{
    /// <summary>All that must hold of one campaign by itself.</summary>
    public static IEnumerable<string> Campaign(ObservedCampaign campaign, IReadOnlyDictionary<string, IReadOnlyList<(long Number, Entry Entry)>> journal) =>
        journal.TryGetValue(campaign.Id, out var entries)
            ? [.. Journal(entries), .. Seen(entries, campaign.Events), .. Trials(entries), .. Frontier(campaign.Results)]
            : ["its submission was acknowledged and is not in the journal"];

    /// <summary>The journal has no gap, and has as its last word that the campaign is completed.</summary>
    public static IEnumerable<string> Journal(IReadOnlyList<(long Number, Entry Entry)> entries)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index].Number != index + 1)
                yield return $"entry {index + 1} has the number {entries[index].Number}";
        }

        if (entries is not [.., { Entry.PhaseChanged.State: CampaignState.Completed }])
            yield return $"the last entry is {(entries is [.., var last] ? last.Entry.ToString() : "none")}";
    }

    /// <summary>What a client saw is in the journal under its offset, once and in order, and all that the journal shows was seen.</summary>
    public static IEnumerable<string> Seen(IReadOnlyList<(long Number, Entry Entry)> entries, IReadOnlyList<CampaignEvent> seen)
    {
        var previous = 0L;
        foreach (var shown in seen)
        {
            if (shown.Offset <= previous)
                yield return $"event {shown.Offset} came after event {previous}";
            previous = shown.Offset;
            if (shown.Offset > entries.Count)
                yield return $"event {shown.Offset} was shown and is not in the journal: {shown}";
            else if (!Fits(entries[(int)shown.Offset - 1].Entry, shown))
                yield return $"event {shown.Offset} was shown as {shown} and lies in the journal as {entries[(int)shown.Offset - 1].Entry}";
        }

        var offsets = seen.Select(shown => shown.Offset).ToHashSet();
        foreach (var (number, entry) in entries.Where(entry => IsShown(entry.Entry) && !offsets.Contains(entry.Number)))
            yield return $"entry {number} was never shown: {entry}";
    }

    /// <summary>Each candidate is there once, each rung of a trial counts once, attempts only rise, and nothing follows a trial's end.</summary>
    public static IEnumerable<string> Trials(IReadOnlyList<(long Number, Entry Entry)> entries)
    {
        var candidates = entries.Select(entry => entry.Entry.CandidateAdded).OfType<CandidateAdded>().ToArray();
        foreach (var twice in candidates.GroupBy(added => added.Candidate.Model.Sha256).Where(same => same.Count() > 1))
            yield return $"candidate {twice.Key} was added {twice.Count()} times";
        foreach (var twice in candidates.GroupBy(added => (added.TrialId, added.Candidate.Rung)).Where(same => same.Count() > 1))
            yield return $"rung {twice.Key.Rung} of trial {twice.Key.TrialId} was counted {twice.Count()} times";
        var running = new HashSet<string>();
        var ended = new HashSet<string>();
        foreach (var (number, entry) in entries)
        {
            var trial = entry.TrialStarted?.TrialId ?? entry.TrialRequeued?.TrialId ?? entry.TrialEnded?.TrialId ?? entry.CandidateAdded?.TrialId ?? entry.CheckpointKept?.TrialId;
            if (trial is null)
                continue;
            if (ended.Contains(trial))
                yield return $"entry {number} is about trial {trial}, which had ended: {entry}";
            if (entry.TrialStarted is not null && !running.Add(trial))
                yield return $"entry {number} starts trial {trial} while it runs";
            if (entry.TrialRequeued is not null)
                running.Remove(trial);
            if (entry.TrialEnded is not null)
                ended.Add(trial);
        }
    }

    public static IEnumerable<string> Frontier(ResultsReply results) =>
        from candidate in results.Candidates.Where(candidate => candidate.OnFrontier)
        group candidate by candidate.Model.Sha256 into same
        where same.Count() > 1
        select $"candidate {same.Key} is on the frontier {same.Count()} times";

    /// <summary>What was found through faults is what is found without them: the same candidates by the same trials, equally good.</summary>
    public static IEnumerable<string> Same(ResultsReply undisturbed, ResultsReply disturbed)
    {
        var (expected, found) = (Shown(undisturbed), Shown(disturbed));
        return expected.Except(found).Select(missing => $"only without faults: {missing}")
            .Concat(found.Except(expected).Select(more => $"only with faults: {more}"));

        static IEnumerable<string> Shown(ResultsReply results) =>
            results.Candidates.Select(candidate => $"{candidate.Model.Sha256} by {candidate.TrialId} at rung {candidate.Rung}, accuracy {candidate.ValidationAccuracy}");
    }

    /// <summary>Whatever the journal names is in the folder, with the bytes that its name promises.</summary>
    public static IEnumerable<string> Artifacts(IEnumerable<(long Number, Entry Entry)> entries, string folder)
    {
        var named = entries.SelectMany(entry => Named(entry.Entry)).Distinct();
        foreach (var sha256 in named)
        {
            var path = Path.Combine(folder, sha256[..2], sha256);
            if (!File.Exists(path))
                yield return $"artifact {sha256} is not there";
            else if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != sha256)
                yield return $"artifact {sha256} has other bytes than its name promises";
        }
    }

    /// <summary>A board works on one job at a time, and no lease is worked on twice, on whichever board.</summary>
    /// <param name="boards">What each run of each board's agent has printed.</param>
    public static IEnumerable<string> Leases(IEnumerable<string> boards)
    {
        var leases = new HashSet<string>();
        foreach (var output in boards)
        {
            string? held = null;
            foreach (Match job in JobLine().Matches(output))
            {
                var lease = job.Groups["lease"].Value;
                if (!job.Groups["started"].Success)
                {
                    held = held == lease ? null : held;
                    continue;
                }

                if (held is not null)
                    yield return $"lease {lease} began while {held} was held";
                if (!leases.Add(lease))
                    yield return $"lease {lease} was worked on twice";
                held = lease;
            }
        }
    }

    private static bool Fits(Entry entry, CampaignEvent shown) => entry.KindCase switch
    {
        Entry.KindOneofCase.Submitted => shown is { HasStateChanged: true, StateChanged: CampaignState.Examining },
        Entry.KindOneofCase.PhaseChanged => shown.HasStateChanged && shown.StateChanged == entry.PhaseChanged.State,
        Entry.KindOneofCase.BaselineKnown => shown.Baseline is not null,
        Entry.KindOneofCase.CandidateAdded => shown.CandidateFound?.Model.Sha256 == entry.CandidateAdded.Candidate.Model.Sha256,
        Entry.KindOneofCase.MeasurementStored => shown.MeasurementAdded?.Sha256 == entry.MeasurementStored.ModelSha256,
        Entry.KindOneofCase.TrialPlanned => shown.TrialChanged?.TrialId == entry.TrialPlanned.TrialId,
        Entry.KindOneofCase.TrialStarted => shown.TrialChanged?.TrialId == entry.TrialStarted.TrialId,
        Entry.KindOneofCase.TrialRequeued => shown.TrialChanged?.TrialId == entry.TrialRequeued.TrialId,
        Entry.KindOneofCase.TrialEnded => shown.TrialChanged?.TrialId == entry.TrialEnded.TrialId,
        _ => shown is { CandidateFound: null, MeasurementAdded: null, Baseline: null },
    };

    private static bool IsShown(Entry entry) => entry.KindCase is
        Entry.KindOneofCase.Submitted or Entry.KindOneofCase.PhaseChanged or Entry.KindOneofCase.BaselineKnown
        or Entry.KindOneofCase.CandidateAdded or Entry.KindOneofCase.MeasurementStored or Entry.KindOneofCase.TrialPlanned
        or Entry.KindOneofCase.TrialStarted or Entry.KindOneofCase.TrialRequeued or Entry.KindOneofCase.TrialEnded;

    private static IEnumerable<string> Named(Entry entry) => new[]
    {
        entry.Submitted?.Spec.Model, entry.Submitted?.Spec.Data.Train.Inputs, entry.CandidateAdded?.Candidate.Model,
        entry.CheckpointKept?.Checkpoint, entry.TrialRequeued?.Checkpoint,
    }.Concat(entry.PhaseChanged?.Reports ?? Enumerable.Empty<ArtifactRef>()).OfType<ArtifactRef>().Select(artifact => artifact.Sha256);

    [GeneratedRegex(@"Job (?<lease>\S+) (?<started>on model \S+ started)?")]
    private static partial Regex JobLine();
}
