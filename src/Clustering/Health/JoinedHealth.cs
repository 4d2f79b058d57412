using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepIoT.Clustering.Health;

/// <summary>Healthy while this node is up in a cluster.</summary>
/// <param name="system">The node's actor system; null while it has none.</param>
public sealed class JoinedHealth(Func<ActorSystem?> system) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(system() is { } node && Cluster.Get(node) is { IsTerminated: false, SelfMember.Status: MemberStatus.Up }
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("This node has not joined the cluster"));
}
