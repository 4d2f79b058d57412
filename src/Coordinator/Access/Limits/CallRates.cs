using System.Threading.RateLimiting;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Limits;

/// <summary>How often a caller may call, and an address without a good token.</summary>
internal sealed class CallRates(CallLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _callers = PerKey(limits.CallsPerSecond);
    private readonly PartitionedRateLimiter<string> _strangers = PerKey(limits.StrangersPerSecond);

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too often.</exception>
    public void CountCaller(Caller caller) => Count(_callers, caller.Name, $"{caller.Name} calls more than {limits.CallsPerSecond} times a second");

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too often.</exception>
    public void CountStranger(string address) => Count(_strangers, address, $"More than {limits.StrangersPerSecond} calls a second without a good token came from {address}");

    public void Dispose()
    {
        _callers.Dispose();
        _strangers.Dispose();
    }

    private static void Count(PartitionedRateLimiter<string> limiter, string key, string complaint)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (!lease.IsAcquired)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"{complaint}. Wait a second and call less often"));
    }

    private static PartitionedRateLimiter<string> PerKey(int perSecond) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
}
