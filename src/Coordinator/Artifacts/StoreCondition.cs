using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Whether the store of artifacts does what it is asked, by what was asked of it last. While it does not, the coordinator is
/// degraded and not unhealthy: campaigns go on and wait for it.
/// </summary>
internal sealed partial class StoreCondition(ILogger<StoreCondition> log) : IHealthCheck
{
    private string? _failure;

    /// <summary>What it failed by; null while it works.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public void Works()
    {
        if (Interlocked.Exchange(ref _failure, null) is not null)
            LogWorks();
    }

    public void Fails(string reason)
    {
        if (Interlocked.Exchange(ref _failure, reason) is null)
            LogFails(reason);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Failure is { } reason ? HealthCheckResult.Degraded($"The artifact store: {reason}") : HealthCheckResult.Healthy());

    [LoggerMessage(Level = LogLevel.Warning, Message = "The artifact store fails and is tried again until it works: {Reason}")]
    private partial void LogFails(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The artifact store works again")]
    private partial void LogWorks();
}
