using DeepIoT.TrainerNode.Slots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.TrainerNode.Membership;

/// <summary>
/// Keeps the trainer in a cluster. An actor system that left one can join no other, so each membership has an
/// actor system of its own, while trials go on. When the trainer ends, it hands them back before it leaves.
/// </summary>
internal sealed partial class TrainerService(ClusterMembership membership, TrialBench bench, TimeProvider time, ILogger<TrainerService> log)
    : BackgroundService
{
    private static readonly TimeSpan HandBackLimit = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromSeconds(1);

    /// <summary>Joins, or throws: a port that is taken should end the process at once.</summary>
    public override async Task StartAsync(CancellationToken cancellation)
    {
        bench.TellSlots();
        await membership.BeginAsync();
        await base.StartAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (true)
        {
            await membership.Ended.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                break;
            LeftCluster(log, bench.Table.Running.Count);
            await membership.LeaveAsync();
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stopping.IsCancellationRequested)
                await membership.BeginAsync();
        }
        await bench.LeaveAsync(HandBackLimit);
        await membership.LeaveAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Out of the cluster with {Count} trials running: joining again")]
    private static partial void LeftCluster(ILogger log, int count);
}
