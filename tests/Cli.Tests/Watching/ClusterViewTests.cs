using DeepIoT.Cli.Watching;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Tests.Watching;

public sealed class ClusterViewTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void The_pace_is_what_was_measured_since_an_earlier_view()
    {
        var earlier = View(At, completed: 10);
        var later = View(At.AddMinutes(2), completed: 13);

        Assert.Equal("1 of 4 slots busy · 1 of 2 boards measuring · 1.5 measured a minute", later.Summary(earlier));
    }

    [Fact]
    public void The_first_view_knows_no_pace() =>
        Assert.Equal("1 of 4 slots busy · 1 of 2 boards measuring", View(At, completed: 10).Summary(View(At, completed: 10)));

    private static ClusterView View(DateTimeOffset at, int completed) => new(
        at,
        [new Trainer { Name = "lab-1", Slots = 4, Running = { new RunningTrial { CampaignId = "c1", TrialId = "t1" } } }],
        [Board("pi-1", BoardState.Busy, completed), Board("pi-2", BoardState.Offline, 0)]);

    private static Board Board(string name, BoardState state, int completed) =>
        new() { Description = new BoardDescription { Name = name, BoardClass = "rpi4" }, State = state, JobsCompleted = completed };
}
