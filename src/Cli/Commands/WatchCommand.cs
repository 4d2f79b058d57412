using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Watching;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot watch`</summary>
internal sealed class WatchCommand : ClusterCommand
{
    public WatchCommand(Terminal terminal, TimeProvider time)
        : base("watch", "Follow a campaign to its end, then print its frontier. Ctrl-C leaves it running.", "deepiot watch 3f2a")
    {
        var id = CommonOptions.CampaignId();
        Add(id);
        SetClusterAction((parsed, connection, cancellation) =>
            new CampaignWatcher(terminal, time).WatchAsync(connection, parsed.GetRequiredValue(id), cancellation));
    }
}
