using DeepIoT.DeviceProfiler.CommandLine;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.DeviceProfiler.Tests.Energy.Sensors;

namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

public sealed class MeterListingTests : IDisposable
{
    private readonly MadeUpSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Sensors_are_listed_with_what_they_read_and_which_one_is_taken() =>
        Assert.Equal("""
            hwmon:ina219/power1  on-board     2.513 W  power1 of ina219  (taken when none is named)
            powercap:package-0   on-board    counts J  package-0 of the processor, as it counts itself
            powercap:core        on-board    counts J  core of the processor, as it counts itself  (only when it is named)

            """, Listing(_system.WithIna219().WithRapl()));

    [Fact]
    public void A_sensor_that_cannot_be_used_says_why_what_to_do_and_what_follows() =>
        Assert.Equal("""
            battery:BAT0  on-board              the whole device, by its fuel gauge
                cannot be used: the battery does not feed the board (status `Full`). Unplug the charger.
            Without a meter, measurements carry latency alone: no joules, energy tier `none`.
            An external meter is described in a profile, docs/write-a-meter.md says how: --meter FILE.yaml

            """, Listing(_system.WithBattery("Full")));

    [Fact]
    public void Where_nothing_was_found_it_says_where_it_looked()
    {
        var listing = Listing(_system);

        Assert.All(SensorSearch.Folders, folder => Assert.Contains($"/{folder}", listing, StringComparison.Ordinal));
        Assert.Contains("no joules", listing, StringComparison.Ordinal);
    }

    private static string Listing(MadeUpSystem system) => MeterListing.Text([.. SensorSearch.Find(system.Files).Select(MeterSighting.Of)]);
}
