using System.Diagnostics;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Tests.Telemetry;

public sealed class CampaignTelemetryTests : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public CampaignTelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Signals.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == _trace)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void A_campaign_is_one_span_under_its_submission_and_what_comes_of_it_is_under_that_span()
    {
        var telemetry = new CampaignTelemetry();

        var traced = telemetry.Traced(Submitted());
        var running = CampaignState.Empty with { Id = "c1", Phase = Phase.Running, TraceParent = traced.TraceParent };
        telemetry.Follow(CampaignState.Empty, running);
        Assert.Empty(_ended);
        telemetry.Follow(running, running with { Phase = Phase.Completed, EndedAt = Example.Start });

        var span = Assert.Single(_ended);
        Assert.Equal((Spans.Campaign, "00f067aa0ba902b7", traced.TraceParent), (span.OperationName, span.ParentSpanId.ToHexString(), span.Id));
        Assert.Equal(("c1", "completed"), (span.GetTagItem("deepiot.campaign.id"), span.GetTagItem("deepiot.campaign.state")));
    }

    [Fact]
    public void One_that_a_restarted_coordinator_goes_on_with_has_a_span_of_its_own_under_the_one_that_was_lost()
    {
        var lost = ActivitySpanId.CreateRandom();
        var running = CampaignState.Empty with { Id = "c1", Phase = Phase.Running, TraceParent = $"00-{_trace}-{lost}-01" };
        var telemetry = new CampaignTelemetry();

        telemetry.Follow(running, running);
        telemetry.Stop();

        var span = Assert.Single(_ended);
        Assert.Equal((Spans.CampaignResumed, lost), (span.OperationName, span.ParentSpanId));
    }

    private SubmitCampaign Submitted() => new() { CampaignId = "c1", TraceParent = $"00-{_trace}-00f067aa0ba902b7-01" };
}
