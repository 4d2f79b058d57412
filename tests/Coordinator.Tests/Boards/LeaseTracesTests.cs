using System.Diagnostics;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Boards;

public sealed class LeaseTracesTests
{
    [Fact]
    public void A_lease_is_one_activity_under_the_campaigns_trace()
    {
        var ended = new List<Activity>();
        var campaign = ActivityTraceId.CreateRandom();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Signals.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == campaign)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var job = new MeasurementJob(Example.Measuring(Example.Sha("m1")), $"00-{campaign}-00f067aa0ba902b7-01");
        var board = new BoardRecord(new BoardDescription { Name = "a" }, Example.Start);
        var lease = new Lease("p-1", job, board, Example.Start, Example.Start);
        var traces = new LeaseTraces();

        traces.Follow(new Dictionary<string, Lease> { ["p-1"] = lease }, Example.Start);
        traces.Follow(new Dictionary<string, Lease> { ["p-1"] = lease }, Example.Start);
        Assert.Empty(ended);
        traces.Follow(new Dictionary<string, Lease>(), Example.Start + TimeSpan.FromSeconds(3));

        var activity = Assert.Single(ended);
        Assert.Equal((Spans.Lease, "a"), (activity.DisplayName, activity.GetTagItem("deepiot.board.name")));
    }
}
