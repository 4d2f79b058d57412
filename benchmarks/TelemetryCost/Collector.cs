using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DeepIoT.TelemetryCost;

/// <summary>
/// Takes OTLP over http and throws it away, and asks for metrics as Prometheus would. It stands for the user's own collector, whose
/// cost is not a program's.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Scraping = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _scraping = [];
    private readonly WebApplication _app;
    private long _exports, _scrapes;

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref _exports);
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    /// <summary>Exports taken, and answers to a scrape.</summary>
    public (long Exports, long Scrapes) Taken => (Interlocked.Read(ref _exports), Interlocked.Read(ref _scrapes));

    /// <summary>What a program is told to send everything here.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Goes on until <see cref="EndScrapingAsync"/>; the program must have started to answer.</summary>
    public void Scrape(Uri metrics) => _scraping.Add(Task.Run(async () =>
    {
        using var client = new HttpClient();
        while (!_end.IsCancellationRequested)
        {
            (await client.GetAsync(new Uri(metrics, "metrics"))).EnsureSuccessStatusCode();
            Interlocked.Increment(ref _scrapes);
            await Task.Delay(Scraping, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }));

    /// <summary>To be called while the programs still answer.</summary>
    public async Task EndScrapingAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_scraping);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _end.Dispose();
    }
}
