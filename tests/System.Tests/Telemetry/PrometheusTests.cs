using System.Text.RegularExpressions;
using DeepIoT.Cli.Telemetry;
using DeepIoT.SystemTests.Processes;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>What Prometheus has of a campaign that ran, asked by every dashboard and rule.</summary>
[Collection(nameof(ObservedCampaign))]
public sealed partial class PrometheusTests(ObservedCampaign observed)
{
    // Of these there is nothing to tell where all is well.
    private static readonly string[] OnlyInTrouble = ["deepiot.actor.restarts"];

    public static TheoryData<string> DashboardFiles => new(Dashboards.Files.Select(file => Path.GetFileName(file)));

    [Fact]
    public void There_is_a_dashboard_for_campaigns_trials_trainers_boards_and_the_cluster() => Assert.Equal(
        ["boards.json", "campaigns.json", "cluster.json", "trainers.json", "trials.json"], Dashboards.Files.Select(Path.GetFileName));

    [SkippableTheory]
    [MemberData(nameof(DashboardFiles))]
    public async Task Every_panel_has_data(string dashboard)
    {
        var prometheus = Prometheus();
        var empty = new List<string>();
        foreach (var (panel, query) in Dashboards.Queries(Dashboards.Files.Single(file => Path.GetFileName(file) == dashboard)))
        {
            if ((await prometheus.SeriesAsync(query.Replace("$__rate_interval", "30s", StringComparison.Ordinal))).Count == 0)
                empty.Add($"{panel}: {query}");
        }

        Assert.True(empty.Count == 0, $"Without data: {string.Join(Environment.NewLine, empty)}{Environment.NewLine}{observed.Output}");
    }

    [SkippableFact]
    public async Task Every_rule_is_evaluated_and_everything_that_it_looks_at_has_data()
    {
        var prometheus = Prometheus();

        var rules = await prometheus.RulesAsync();

        Assert.True(rules.Count >= 10);
        foreach (var (name, query, health) in rules)
        {
            Assert.True(health == "ok", $"{name} is {health}");
            foreach (Match selector in Selector().Matches(Grouping().Replace(query, "")))
                Assert.True((await prometheus.SeriesAsync(selector.Value)).Count > 0, $"{name} looks at {selector.Value}, which has no data");
        }
    }

    [SkippableFact]
    public async Task Every_instrument_of_the_page_is_there_under_the_name_that_the_page_gives()
    {
        var prometheus = Prometheus();
        var signals = TelemetryPage.Books.Where(book => book.Programs != "board").SelectMany(book => book.Entries).Where(signal => !OnlyInTrouble.Contains(signal.Name));

        foreach (var signal in signals)
        {
            var series = await prometheus.SeriesAsync(PrometheusName.Of(signal) + (signal.Kind == "histogram" ? "_count" : ""));
            Assert.True(series.Count > 0, $"{signal.Name} is not told");
            // Its attributes are those of the page, and what Prometheus adds.
            Assert.All(series, one => Assert.Subset(
                signal.Attributes.Select(attribute => attribute.Replace('.', '_')).Append("__name__").Append("instance").Append("job").ToHashSet(),
                one.Keys.Where(label => !label.StartsWith("otel_scope_", StringComparison.Ordinal)).ToHashSet()));
        }
    }

    [SkippableFact]
    public async Task No_label_tells_campaigns_models_or_jobs_apart()
    {
        var series = await Prometheus().SeriesAsync("{__name__=~\"deepiot_.+\"}");

        var values = series.SelectMany(one => one.Where(label => label.Key.StartsWith("deepiot_", StringComparison.Ordinal)).Select(label => label.Value)).Distinct().ToArray();
        Assert.Contains(LocalCluster.BoardClass, values);
        Assert.DoesNotContain(observed.CampaignId, values);
        Assert.All(values, value => Assert.DoesNotMatch("[0-9a-f]{8,}", value));
    }

    [SkippableFact]
    public async Task Each_alert_fires_when_it_should_and_not_before()
    {
        Skip.If(PrometheusServer.Missing is not null, PrometheusServer.Missing);
        var tests = Path.Combine(Path.GetDirectoryName(PrometheusServer.Rules)!, "rules.test.yaml");
        var tool = RunningProgram.StartCommand("/usr/bin/promtool", "test", "rules", tests);

        var code = await tool.ExitAsync();

        Assert.True(code == 0, tool.Output);
        var tested = await File.ReadAllTextAsync(tests);
        Assert.All(
            AlertName().Matches(await File.ReadAllTextAsync(PrometheusServer.Rules)).Select(alert => alert.Groups[1].Value),
            alert => Assert.Matches($@"alertname: {alert}\s+exp_alerts:", tested));
    }

    private PrometheusServer Prometheus()
    {
        Skip.If(PrometheusServer.Missing is not null, PrometheusServer.Missing);
        return observed.Prometheus!;
    }

    [GeneratedRegex(@"\b(by|on|without|ignoring)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\bdeepiot[\w:]*(\{[^}]*\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();
}
