using System.Globalization;
using System.Text.Json;
using DeepIoT.SystemTests.Processes;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>Debian's Prometheus with the repository's rules, reading programs on this machine every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private readonly RunningProgram _program;
    private readonly HttpClient _http;

    private PrometheusServer(RunningProgram program, Uri address) =>
        (_program, _http) = (program, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) });

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Missing => File.Exists("/usr/bin/prometheus") && File.Exists("/usr/bin/promtool")
        ? null
        : "there is no Prometheus here: install Debian's package `prometheus`";

    public static string Rules => Path.Combine(Repository.Root, "k8s", "monitoring", "rules.yaml");

    public string Output => _program.Output;

    /// <param name="targets">Jobs with the addresses that they answer at.</param>
    public static PrometheusServer Start(string folder, params (string Job, Uri Address)[] targets)
    {
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "prometheus.yml");
        var jobs = string.Concat(targets.Select(target => $"  - job_name: {target.Job}\n    static_configs:\n      - targets: ['{target.Address.Authority}']\n"));
        File.WriteAllText(configuration, $"global:\n  scrape_interval: 1s\n  evaluation_interval: 1s\nrule_files: ['{Rules}']\nscrape_configs:\n{jobs}");
        var address = new Uri($"http://127.0.0.1:{LocalCluster.FreePort()}");
        var program = RunningProgram.StartCommand(
            "/usr/bin/prometheus",
            $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address={address.Authority}", "--log.level=warn");
        return new PrometheusServer(program, address);
    }

    /// <summary>The rules as Prometheus has read them: kind, name, expression, health.</summary>
    public async Task<IReadOnlyList<(string Name, string Query, string Health)>> RulesAsync()
    {
        using var answer = await AskAsync("api/v1/rules");
        return
        [
            .. from @group in answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray()
               from rule in @group.GetProperty("rules").EnumerateArray()
               select (rule.GetProperty("name").GetString()!, rule.GetProperty("query").GetString()!, rule.GetProperty("health").GetString()!),
        ];
    }

    /// <summary>Series, by their labels, that a query has had a number for since Prometheus was started; asked for until there is one.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> SeriesAsync(string query)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            var series = await SeriesNowAsync(query);
            if (series.Count > 0 || deadline.IsCancellationRequested)
                return series;
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> SeriesNowAsync(string query)
    {
        var span = string.Create(CultureInfo.InvariantCulture, $"start={_since.ToUnixTimeSeconds()}&end={DateTimeOffset.UtcNow.ToUnixTimeSeconds()}&step=1");
        using var answer = await AskAsync($"api/v1/query_range?query={Uri.EscapeDataString(query)}&{span}");
        return
        [
            .. from series in answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
               where series.GetProperty("values").EnumerateArray().Any(value => double.IsFinite(double.Parse(value[1].GetString()!, CultureInfo.InvariantCulture)))
               select series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
        ];
    }

    private async Task<JsonDocument> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw new InvalidOperationException($"{path}: {text}");
    }
}
