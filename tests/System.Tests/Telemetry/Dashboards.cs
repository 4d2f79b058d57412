using System.Text.Json;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>The dashboards of the repository, as Grafana would read them.</summary>
internal static class Dashboards
{
    public static IReadOnlyList<string> Files { get; } = [.. Directory.GetFiles(Path.Combine(Repository.Root, "k8s", "dashboards"), "*.json").Order()];

    /// <summary>Title of each panel with each of its queries.</summary>
    public static IReadOnlyList<(string Panel, string Query)> Queries(string file)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!),
        ];
    }
}
