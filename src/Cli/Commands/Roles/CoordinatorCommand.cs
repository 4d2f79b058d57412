using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;
using DeepIoT.Coordinator;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>`deepiot coordinator`</summary>
internal sealed class CoordinatorCommand : ExampleCommand
{
    public CoordinatorCommand()
        : base("coordinator", "Run a coordinator alone: campaigns, boards, artifacts and the gRPC services.",
            "deepiot coordinator", "deepiot coordinator --listen http://127.0.0.1:5090 --data-folder /srv/deepiot --cluster-port 4063")
    {
        var options = new CoordinatorOptionSet();
        var (health, metrics) = (CommonOptions.Health(), CommonOptions.Metrics());
        AddRange([.. options.All, health, metrics]);
        SetAction(async (parsed, cancellation) =>
        {
            var coordinator = options.Read(parsed);
            (coordinator.Health, coordinator.Metrics) = (parsed.GetValue(health), parsed.GetValue(metrics));
            await using var host = CoordinatorHost.Build(coordinator, HostLogs.ToConsole);
            await host.RunUntilAsync(cancellation);
        });
    }
}
