using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Telemetry;

/// <summary>The coordinator's instruments for campaigns, trainers, the journal and artifacts.</summary>
public static class CoordinatorSignals
{
    private const string CampaignStateOf = "deepiot.campaign.state";
    private const string TrialStateOf = "deepiot.trial.state";
    private const string Direction = "deepiot.artifact.direction";

    private static readonly ConcurrentDictionary<object, long> LastNews = [];
    private static long _trainersLost;

    public static SignalBook Book { get; } = new("coordinator");

    internal static Histogram<double> JournalWrite { get; } = Book.Histogram(
        "deepiot.journal.write.duration", "s", "From a decision to its entries being stored", Buckets.Moments);

    internal static Counter<long> ArtifactBytes { get; } = Book.Counter(
        "deepiot.artifact.bytes", "By", "Bytes of artifacts stored, and handed out again", Direction);

    internal static Histogram<double> CampaignDuration { get; } = Book.Histogram(
        "deepiot.campaign.duration", "s", "From a campaign's submission to its end", Buckets.Work, CampaignStateOf);

    internal static Counter<long> CandidatesFound { get; } = Book.Counter(
        "deepiot.campaign.candidates", "{candidate}", "Candidates that campaigns have taken in");

    internal static Counter<long> TrialsEnded { get; } = Book.Counter(
        "deepiot.campaign.trials", "{trial}", "Trials that have ended, by how", TrialStateOf);

    /// <summary>Each campaign that has not ended says its own state.</summary>
    internal static Census Campaigns { get; } = new(CampaignStateOf, always: ["examining", "characterising", "running", "measuring", "paused"]);

    /// <summary>Each campaign that cannot go on by itself says so.</summary>
    internal static Census Waiting { get; } = new(CampaignStateOf, always: ["examining", "characterising", "running", "measuring", "paused"]);

    /// <summary>Trials that wait for a slot and that have one, by the trainer pool, which is on one node at a time.</summary>
    internal static Census Queue { get; } = new(TrialStateOf);

    internal static Census Trainers { get; } = new("deepiot.trainer.state");

    static CoordinatorSignals()
    {
        Book.Total("deepiot.journal.failures", "{entry}", "Decisions that the journal did not take", () => Volatile.Read(ref _journalFailures));
        Book.Gauge("deepiot.campaign.active", "{campaign}", "Campaigns that have not ended", Campaigns.Observe, CampaignStateOf);
        Book.Gauge("deepiot.campaign.waiting", "{campaign}", "Of these, the ones that wait for a trainer, a board or their user", Waiting.Observe, CampaignStateOf);
        Book.Gauge("deepiot.campaign.idle", "s", "The longest time that a campaign which waits for nothing has had no news", Idle);
        Book.Gauge("deepiot.trainer.queue_depth", "{trial}", "Trials that want a slot of a trainer or have one: what trainers are scaled by", Queue.Observe, TrialStateOf);
        Book.Gauge("deepiot.trainer.count", "{trainer}", "Trainers that have announced themselves", Trainers.Observe, "deepiot.trainer.state");
        Book.Total("deepiot.trainer.lost", "{trainer}", "Trainers that went without leaving", () => Volatile.Read(ref _trainersLost));
    }

    private static long _journalFailures;

    internal static KeyValuePair<string, object?> Stored { get; } = new(Direction, "stored");

    internal static KeyValuePair<string, object?> HandedOut { get; } = new(Direction, "handed out");

    internal static KeyValuePair<string, object?> InState(Enum state, bool isTrial = false) =>
        new(isTrial ? TrialStateOf : CampaignStateOf, Word(state));

    internal static string Word(Enum state) => state.ToString().ToLowerInvariant();

    internal static void JournalFailed() => Interlocked.Increment(ref _journalFailures);

    internal static void TrainerLost() => Interlocked.Increment(ref _trainersLost);

    /// <summary>Something has happened in that campaign.</summary>
    internal static void News(object campaign) => LastNews[campaign] = Stopwatch.GetTimestamp();

    /// <summary>Something ought to happen in that campaign from now on.</summary>
    internal static void NewsDue(object campaign) => LastNews.TryAdd(campaign, Stopwatch.GetTimestamp());

    /// <summary>That campaign has ended, or waits for others: that nothing happens is as it should be.</summary>
    internal static void NoNewsDue(object campaign) => LastNews.TryRemove(campaign, out _);

    private static IEnumerable<Measurement<double>> Idle() =>
        [new(LastNews.Values.Select(last => Stopwatch.GetElapsedTime(last).TotalSeconds).DefaultIfEmpty().Max())];
}
