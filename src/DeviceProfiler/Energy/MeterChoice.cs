using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy.Profiles;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>The meter of a board, by its owner's wish or because it is the best sensor found.</summary>
/// <param name="Source">Null when there is none.</param>
/// <param name="WhyNone">Empty when there is one.</param>
public sealed record MeterChoice(MeterSource? Source, string WhyNone = "")
{
    /// <summary>What to write to have no meter.</summary>
    public const string Nothing = "none";

    public static MeterChoice Off { get; } = new(null, "metering is switched off");

    public EnergyTier Tier => Source?.Meter.Tier ?? EnergyTier.None;

    /// <summary>Finds the meter and takes a trial reading: who chose one is to learn at once that it does not answer.</summary>
    /// <param name="wish">A sensor's name, a profile's file (`.yaml`) or `none`; null takes the best sensor found.</param>
    /// <param name="factor">Takes the place of the meter's own calibration factor.</param>
    /// <exception cref="BoardRefusedException">The wish cannot be met, and why.</exception>
    public static MeterChoice Of(string? wish, double? factor, SystemFiles files)
    {
        if (wish is null or Nothing && factor is not null)
            throw Refusal("meter-factor", "a calibration factor belongs to one meter", "name the meter with --meter as well");
        if (wish is null)
            return Best([.. SensorSearch.Find(files).Select(MeterSighting.Of)]);
        if (wish == Nothing)
            return Off;
        var named = Named(wish, files);
        Try(named);
        return new(factor is { } given ? named with { Meter = named.Meter with { Factor = given } } : named);
    }

    private static MeterChoice Best(IReadOnlyList<MeterSighting> sightings)
    {
        if (sightings.FirstOrDefault(sighting => sighting.IsEligible) is { } best)
            return new(best.Sensor.Source);
        var unusable = sightings.Where(sighting => sighting.Problem is not null).Select(sighting => $"; {sighting.Meter.Name}: {sighting.Problem!.Message}");
        return new(null, $"this machine shows no power sensor that can be read{string.Concat(unusable)}");
    }

    private static MeterSource Named(string wish, SystemFiles files)
    {
        if (Path.GetExtension(wish) is not (".yaml" or ".yml"))
            return Sensor(wish) ?? throw Refusal("meter", $"this machine has no sensor `{wish}`", "deepiot-profiler --list-meters shows those it has; a profile's name ends in .yaml");
        var (source, problems) = MeterProfile.Read(wish, Sensor);
        return source ?? throw new BoardRefusedException(problems);

        MeterSource? Sensor(string name) => SensorSearch.Find(files).FirstOrDefault(sensor => sensor.Meter.Name == name)?.Source;
    }

    private static void Try(MeterSource source)
    {
        try
        {
            using var meter = source.Open();
            meter.Read();
        }
        catch (MeterException fault)
        {
            throw Refusal("meter", $"{source.Meter.Name} cannot be used: {fault.Message}", fault.Remedy.Length > 0 ? fault.Remedy : "see that it is wired and switched on");
        }
    }

    private static BoardRefusedException Refusal(string field, string reason, string remedy) =>
        new([new Problem { Field = field, Reason = reason, Remedy = remedy }]);
}
