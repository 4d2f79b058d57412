using Akka.Hosting;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepIoT.Coordinator;

/// <summary>Healthy once the campaigns answer: only then can anything be submitted.</summary>
internal sealed class CampaignsHealth(IReadOnlyActorRegistry actors) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await actors.Get<CampaignsKey>().AskFor<ListReply>(new CampaignsAsked { PageSize = 1 }, limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The campaigns do not answer yet");
        }
    }
}
