using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// What trials told of their progress, for whoever begins to watch later. Of a running trial it is soft; with a trial's end it
/// goes into the journal.
/// </summary>
internal sealed class ProgressTrail
{
    // Enough to draw; a trial tells thousands of times.
    private const int Most = 64;

    private readonly SortedDictionary<string, List<CampaignEvent>> _told = new(StringComparer.Ordinal);

    public void Note(CampaignEvent told)
    {
        var id = told.Progress.TrialId;
        if (!_told.TryGetValue(id, out var trail))
            _told[id] = trail = [];
        trail.Add(told);
        if (trail.Count > Most)
            _told[id] = [.. trail.Halved()];
    }

    /// <summary>Gives the entry of a trial's end what is known of it.</summary>
    public void AddTo(Entry entry)
    {
        if (entry.KindCase == Entry.KindOneofCase.TrialEnded && _told.TryGetValue(entry.TrialEnded.TrialId, out var trail))
            entry.TrialEnded.Trail.Add(trail.Select(told => told.Progress.Progress));
    }

    /// <summary>Remembers what an entry says of a trial, unless it was heard from the trial itself.</summary>
    /// <param name="offset">Of the entry.</param>
    public void Recall(Entry entry, long offset)
    {
        if (entry.KindCase != Entry.KindOneofCase.TrialEnded || _told.ContainsKey(entry.TrialEnded.TrialId))
            return;
        foreach (var progress in entry.TrialEnded.Trail)
        {
            Note(new CampaignEvent
            {
                Offset = offset - 1,
                At = entry.At,
                Progress = new TrialProgressed { TrialId = entry.TrialEnded.TrialId, Progress = progress },
            });
        }
    }

    /// <summary>Stored events with what was told between them, in order.</summary>
    /// <param name="stored">In order.</param>
    public IEnumerable<CampaignEvent> Among(IEnumerable<CampaignEvent> stored) =>
        stored.Concat(_told.Values.SelectMany(trail => trail)).OrderBy(shown => shown.Offset).ThenBy(shown => shown.KindCase == CampaignEvent.KindOneofCase.Progress);
}
