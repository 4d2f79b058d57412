using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Clustering.Health;

/// <summary>
/// Answers probes on a port of its own, in plain http: `/health/live` as long as the process can answer at all,
/// `/health/ready` once the host has started and no health check fails. One that is degraded does its work all the same.
/// </summary>
internal sealed class HealthListener(Uri address, HealthCheckService checks, IHostApplicationLifetime lifetime, ILoggerFactory logging)
    : PlainListener(address, logging)
{
    protected override void Map(WebApplication app)
    {
        app.MapGet("/health/live", context => context.Response.WriteAsync("live\n", context.RequestAborted));
        app.MapGet("/health/ready", ReadyAsync);
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
