using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Clustering.Health;

/// <summary>
/// Answers probes on a port of its own, in plain http: `/health/live` as long as the process can answer at all,
/// `/health/ready` once the host has started and no health check fails. One that is degraded does its work all the same.
/// </summary>
internal sealed class HealthListener(Uri address, HealthCheckService checks, IHostApplicationLifetime lifetime, ILoggerFactory logging)
    : IHostedService
{
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging).AddRoutingCore().AddSingleton<IHostLifetime, InnerLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(HealthRules.Address(address), address.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.MapGet("/health/live", context => context.Response.WriteAsync("live\n", context.RequestAborted));
        _app.MapGet("/health/ready", ReadyAsync);
        await _app.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is null)
            return;
        await _app.StopAsync(cancellationToken);
        await _app.DisposeAsync();
    }

    private async Task ReadyAsync(HttpContext context)
    {
        var reasons = await ReasonsAsync(context.RequestAborted);
        if (reasons.Count > 0)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(reasons.Count == 0 ? "ready\n" : string.Concat(reasons.Select(reason => reason + "\n")), context.RequestAborted);
    }

    // Only our own sentences: what an exception says may name hosts and files.
    private async Task<IReadOnlyList<string>> ReasonsAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return ["This process is stopping"];
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            return ["This process is starting"];
        var report = await checks.CheckHealthAsync(cancellation);
        return [.. report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy)
            .Select(entry => entry.Value.Exception is null && entry.Value.Description is { } told ? told : $"The check `{entry.Key}` failed")];
    }
}
