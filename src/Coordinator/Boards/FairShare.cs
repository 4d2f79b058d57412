using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// Whose turn it is: jobs of campaigns with higher priority first; among equals the campaign that had the fewest leases
/// on boards of the class within <paramref name="memory"/>; among those the job that came first.
/// </summary>
/// <param name="memory">Longer than any lease, so that what runs counts as well.</param>
internal sealed class FairShare(TimeSpan memory)
{
    private readonly Queue<(DateTimeOffset At, string Campaign, string BoardClass)> _granted = [];
    private readonly Dictionary<(string Campaign, string BoardClass), int> _counts = [];

    /// <summary>Every campaign that waits for the job is served by it.</summary>
    public void Granted(MeasurementJob job, DateTimeOffset now)
    {
        foreach (var campaign in job.Campaigns.Keys)
        {
            _granted.Enqueue((now, campaign, job.Key.BoardClass));
            _counts[(campaign, job.Key.BoardClass)] = Served(campaign, job.Key.BoardClass) + 1;
        }
    }

    /// <summary>The job whose turn it is.</summary>
    /// <param name="waiting">In the order in which they came.</param>
    public MeasurementJob? Next(IEnumerable<MeasurementJob> waiting, DateTimeOffset now)
    {
        Forget(now);
        return waiting.MinBy(Turn);
    }

    // The best turn among the campaigns that wait for it; lower comes first.
    private (int, int) Turn(MeasurementJob job) =>
        job.Campaigns.Min(asking => (-Rank(asking.Value), Served(asking.Key, job.Key.BoardClass)));

    private static int Rank(Priority priority) => (int)(priority == Priority.Unspecified ? Priority.Normal : priority);

    private int Served(string campaign, string boardClass) => _counts.GetValueOrDefault((campaign, boardClass));

    private void Forget(DateTimeOffset now)
    {
        while (_granted.TryPeek(out var oldest) && now - oldest.At > memory)
        {
            _granted.Dequeue();
            var key = (oldest.Campaign, oldest.BoardClass);
            if (--_counts[key] == 0)
                _counts.Remove(key);
        }
    }
}
