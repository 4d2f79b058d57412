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
        AddRange(options.All);
        SetAction(async (parsed, cancellation) =>
        {
            await using var host = CoordinatorHost.Build(options.Read(parsed), HostLogs.ToConsole);
            await host.RunUntilAsync(cancellation);
        });
    }
}
