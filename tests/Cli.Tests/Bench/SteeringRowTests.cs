using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;

namespace DeepIoT.Cli.Tests.Bench;

public sealed class SteeringRowTests
{
    private static readonly SteeringTask Task = new("lenet5", 0.02, 1_000, 6);

    [Fact]
    public void Differences_are_taken_seed_by_seed_and_an_unfinished_pair_is_left_out()
    {
        var row = SteeringRow.Of(Task, [.. Pair(1, 1.0, 0.5, 0.98), .. Pair(2, 2.0, 1.6, 0.97), .. Pair(3, 1.0, 0.9, 0.99), Run(SteeringRun.Parameter, 4, 1, 0.9)]);
        var cells = Sheet.Of([row], SteeringRow.Columns, "").Rows.Single();

        Assert.Equal(3, row.Pairs.Count);
        // 50, 20 and 10 % saved; 2, 1 and 3 points above 96 %.
        Assert.Contains("20.0 %", cells.Select(cell => cell.Text));
        Assert.Contains("+2.00", cells.Select(cell => cell.Text));
    }

    [Fact]
    public void What_is_not_measured_is_unknown()
    {
        var row = SteeringRow.Of(Task, [Run(SteeringRun.Parameter, 1, 1, 0.9), Run(SteeringRun.Latency, 1, null, 0.9)]);

        Assert.Contains("not measured", Sheet.Of([row], SteeringRow.Columns, "").Rows.Single().Select(cell => cell.Text));
    }

    private static SteeringRun[] Pair(ulong seed, double before, double after, double accuracy) =>
        [Run(SteeringRun.Parameter, seed, before, 0.96), Run(SteeringRun.Latency, seed, after, accuracy)];

    private static SteeringRun Run(string aim, ulong seed, double? latency, double accuracy) =>
        new(Task.Name, aim, seed, 100, accuracy, 1, latency, false);
}
