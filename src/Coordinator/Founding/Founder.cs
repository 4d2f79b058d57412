using System.Data.Common;
using Akka.Actor;
using Akka.Cluster;

namespace DeepIoT.Coordinator.Founding;

/// <summary>Has a coordinator begin, keep or leave a cluster as <see cref="FoundingDesk"/> says; the others are joined by Akka.</summary>
internal sealed partial class Founder(ActorSystem system, FoundingRight right, TimeProvider time, ILogger<Founder> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isMember;
    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cluster = Cluster.Get(system);
        var desk = new FoundingDesk(right, cluster.SelfAddress.ToString(), time);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken) && !cluster.IsTerminated)
        {
            try
            {
                await LookAsync(cluster, desk);
                _isAway = false;
            }
            catch (DbException e)
            {
                if (!_isAway)
                    LogAway(e.Message);
                _isAway = true;
            }
        }
    }

    // One that has left begins nothing: it is about to end.
    private async Task LookAsync(Cluster cluster, FoundingDesk desk)
    {
        _isMember |= cluster.SelfMember.Status != MemberStatus.Removed;
        if (!_isMember)
        {
            if (!await desk.BeginsAsync())
                return;
            LogBegins();
            cluster.Join(cluster.SelfAddress);
        }
        else if (!await desk.StaysAsync())
        {
            LogLeaves();
            // Not waited for: it ends the host, which waits for this.
            _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No coordinator is in a cluster on this database: beginning one")]
    private partial void LogBegins();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another cluster was begun on this database while this coordinator could not be seen there: leaving for it")]
    private partial void LogLeaves();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether there is a cluster on the database cannot be told: {Reason}")]
    private partial void LogAway(string reason);
}
