using System.Globalization;
using System.Text;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Sensors;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>What `--list-meters` says: the sensors there are, what is wrong with the others, and what follows.</summary>
internal static class MeterListing
{
    /// <param name="sightings">The preferred first.</param>
    public static string Text(IReadOnlyList<MeterSighting> sightings)
    {
        var text = new StringBuilder();
        var best = sightings.FirstOrDefault(sighting => sighting.IsEligible);
        var width = sightings.Select(sighting => sighting.Meter.Name.Length).DefaultIfEmpty().Max();
        foreach (var sighting in sightings)
        {
            text.Append(sighting.Meter.Name.PadRight(width)).Append("  ").Append(sighting.Meter.Tier.Word()).Append("  ")
                .Append(Reading(sighting).PadLeft(10)).Append("  ").Append(sighting.Meter.Measures)
                .Append(sighting == best ? "  (taken when none is named)" : sighting is { Problem: null, IsEligible: false } ? "  (only when it is named)" : "").Append('\n');
            if (sighting.Problem is { } problem)
                text.Append("    cannot be used: ").Append(problem.Message).Append(". ").Append(Sentence(problem.Remedy)).Append('\n');
        }
        if (sightings.Count == 0)
            text.Append("No power sensor: nothing below /").AppendJoin(", /", SensorSearch.Folders).Append(" tells power.\n");
        if (best is null)
        {
            text.Append("Without a meter, measurements carry latency alone: no joules, energy tier `none`.\n")
                .Append("An external meter is described in a profile, docs/write-a-meter.md says how: --meter FILE.yaml\n");
        }
        return text.ToString();
    }

    private static string Reading(MeterSighting sighting) =>
        sighting.Watts is { } watts ? string.Create(CultureInfo.InvariantCulture, $"{watts:0.000} W") : sighting.Problem is null ? "counts J" : "";

    private static string Sentence(string remedy) => remedy.Length > 0 ? $"{char.ToUpperInvariant(remedy[0])}{remedy[1..]}." : "";
}
