using DeepIoT.DeviceProfiler.CommandLine;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Tests.Conditions;

namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

public sealed class SelfCheckTests
{
    [Fact]
    public void A_board_that_tells_all_is_found_whole()
    {
        using var pi = MadeUpSystem.RaspberryPi();

        var checks = SelfCheck.Of(pi.Files, MeterChoice.Of(null, null, pi.Files));

        Assert.Equal("governor ondemand, 1800 MHz", checks.Single(check => check.Name == "frequency").Found);
        Assert.Equal("48.7 °C", checks.Single(check => check.Name == "thermometer").Found);
        Assert.True(SelfCheck.IsFit(checks));
    }

    [Fact]
    public void A_system_that_tells_nothing_is_fit_and_each_gap_says_what_follows()
    {
        using var silent = new MadeUpSystem();

        var text = SelfCheck.Text(SelfCheck.Of(silent.Files, MeterChoice.Of(null, null, silent.Files)));

        Assert.Contains("ok       ONNX Runtime", text, StringComparison.Ordinal);
        Assert.Contains("missing  thermometer        there is none: heat is not watched", text, StringComparison.Ordinal);
        Assert.Contains("measurements carry no joules", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_runtime_a_board_is_not_fit() =>
        Assert.False(SelfCheck.IsFit([new SelfCheck("ONNX Runtime", null, "gone", IsNeeded: true), new SelfCheck("clock", "fine", "")]));
}
