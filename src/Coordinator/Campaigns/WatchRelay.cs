using System.Threading.Channels;
using Akka.Actor;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// Carries a campaign's events to one Watch stream. It asks again from time to time, so that a watch outlives a
/// campaign that is started anew, here or on another coordinator.
/// </summary>
internal sealed class WatchRelay : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // A watcher this far behind gets no more progress, only what is stored.
    private const int ProgressBacklog = 256;

    private readonly IActorRef _campaigns;
    private readonly string _campaignId;
    private long _offset;

    public WatchRelay(IActorRef campaigns, string campaignId, long fromOffset, Channel<CampaignEvent> events)
    {
        _campaigns = campaigns;
        _campaignId = campaignId;
        _offset = fromOffset;
        Receive<CampaignEvent>(shown =>
        {
            var stored = shown.KindCase != CampaignEvent.KindOneofCase.Progress;
            if (stored && shown.Offset <= _offset)
                return;
            if (stored || events.Reader.Count < ProgressBacklog)
                events.Writer.TryWrite(shown);
            if (stored)
                _offset = shown.Offset;
            if (shown.KindCase == CampaignEvent.KindOneofCase.StateChanged && shown.StateChanged.IsEnd())
                events.Writer.TryComplete();
        });
        Receive<CampaignUnknown>(_ => events.Writer.TryComplete(new CampaignUnknownException(campaignId)));
        Receive<Again>(_ => Subscribe());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Subscribe();
        Timers.StartPeriodicTimer(Again.Instance, Again.Instance, Interval);
    }

    private void Subscribe() =>
        _campaigns.Tell(new WatchCampaign { CampaignId = _campaignId, FromOffset = _offset });

    private sealed class Again
    {
        public static readonly Again Instance = new();
    }
}
