using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.CommandLine;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Instruments;
using DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

public sealed class MeterTrialTests
{
    private static readonly MeterDescription Described =
        new("bench", EnergyTier.External, MeterQuantity.Watts, TimeSpan.FromMilliseconds(20), "a simulated board", Factor: 1.02);

    [Fact]
    public async Task A_trial_tells_mean_noise_rate_and_cost()
    {
        using var instrument = new SimulatedScpi(_ => "2.5");

        var text = await MeterTrial.RunAsync(Choice(instrument), TimeProvider.System);

        Assert.StartsWith($"bench (external): a simulated board, {SimulatedScpi.Identity}", text, StringComparison.Ordinal);
        Assert.Contains("mean 2.5500 W ± 0.0000 W by noise, factor 1.02, accuracy not stated", text, StringComparison.Ordinal);
        Assert.Matches(@"\d\d+ samples in [45]\.\d s, sampling took \d+\.\d\d % of a core", text);
    }

    [Fact]
    public async Task A_meter_that_stops_answering_says_so()
    {
        var answers = 20;
        using var instrument = new SimulatedScpi(_ => answers-- > 0 ? "2.5" : null);

        var refusal = await Assert.ThrowsAsync<BoardRefusedException>(() => MeterTrial.RunAsync(Choice(instrument), TimeProvider.System));
        Assert.Equal("it answered MEAS:POW? with `` within 2 s", Assert.Single(refusal.Problems).Reason);
    }

    [Fact]
    public async Task No_meter_is_nothing_to_try()
    {
        var refusal = await Assert.ThrowsAsync<BoardRefusedException>(() => MeterTrial.RunAsync(MeterChoice.Off, TimeProvider.System));
        Assert.Equal("metering is switched off", Assert.Single(refusal.Problems).Reason);
    }

    private static MeterChoice Choice(SimulatedScpi instrument) =>
        new(new MeterSource(Described, meter => new ScpiMeter(meter, new TcpLink("127.0.0.1", instrument.Port), new())));
}
