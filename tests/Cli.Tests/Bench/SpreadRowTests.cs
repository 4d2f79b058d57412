using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Tests.Bench;

public sealed class SpreadRowTests
{
    [Fact]
    public void Tainted_measurements_are_counted_out_and_clean_ones_that_are_far_off_are_named()
    {
        var row = new SpreadRow("idle", [Of(1.00), Of(1.04), Of(3, "other load"), Of(1.10)], Reference: 1);

        Assert.Equal(["idle", "4", "3", "1.04 ms", "10.0 %", "0.0", "1"], Sheet.Of([row], SpreadRow.Columns, "").Rows.Single().Select(cell => cell.Text));
    }

    [Fact]
    public void Where_nothing_is_clean_there_is_no_figure()
    {
        var row = new SpreadRow("loaded", [Of(1, "other load")], Reference: 1);

        Assert.Equal(["loaded", "1", "0", "not measured", "none", "0.0", "0"], Sheet.Of([row], SpreadRow.Columns, "").Rows.Single().Select(cell => cell.Text));
    }

    private static Measurement Of(double ms, params string[] tainted) => new() { MedianMs = ms, Tainted = { tainted } };
}
