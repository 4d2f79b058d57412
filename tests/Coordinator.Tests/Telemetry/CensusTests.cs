using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Tests.Telemetry;

public sealed class CensusTests
{
    [Fact]
    public void What_several_know_is_added_up_and_what_one_said_before_is_replaced()
    {
        var census = new Census("state", always: ["running", "paused"]);
        var (a, b) = (new object(), new object());

        census.Say(a, "examining");
        census.Say(a, "running");
        census.Say(b, "running");

        Assert.Equal(["paused 0", "running 2"], Told(census));
        census.Forget(a);
        Assert.Equal(["paused 0", "running 1"], Told(census));
    }

    [Fact]
    public void Two_attributes_are_told_in_order()
    {
        var census = new Census("state", "class");

        census.Say(this, [new("rpi4", "free", 2), new("rpi4", "sick", 1)]);

        Assert.Equal(["rpi4 free 2", "rpi4 sick 1"], Told(census));
    }

    private static IEnumerable<string> Told(Census census) => census.Observe()
        .Select(one => $"{string.Join(' ', one.Tags.ToArray().Select(tag => tag.Value))} {one.Value}").Order();
}
