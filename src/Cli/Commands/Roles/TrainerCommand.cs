using System.CommandLine;
using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;
using DeepIoT.TrainerNode;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>`deepiot trainer`</summary>
internal sealed class TrainerCommand : ExampleCommand
{
    private static readonly TrainerOptions Defaults = new();

    public TrainerCommand()
        : base("trainer", "Run a trainer alone: it joins the cluster and offers slots for trials.",
            "deepiot trainer", "deepiot trainer --coordinator http://127.0.0.1:5090 --seeds 127.0.0.1:4063 --slots 2")
    {
        var options = new TrainerOptionSet();
        var coordinator = CommonOptions.Coordinator();
        var name = new Option<string>("--name") { Description = "Name of this trainer, for people.", HelpName = "name", DefaultValueFactory = _ => Defaults.Name };
        var seeds = new Option<string[]>("--seeds")
        {
            Description = "Cluster addresses of the coordinators.",
            HelpName = "host:port",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Defaults.Seeds,
        };
        var clusterHost = new Option<string>("--cluster-host")
        {
            Description = "Address that the cluster uses; anything but loopback needs the cluster certificates.",
            HelpName = "address",
            DefaultValueFactory = _ => Defaults.ClusterHost,
        };
        var clusterPort = CommonOptions.Port("--cluster-port", "Port that the cluster uses; 0 takes a free one.", Defaults.ClusterPort, least: 0);
        var (health, metrics) = (CommonOptions.Health(), CommonOptions.Metrics());
        var clusterTls = new ClusterTlsOptionSet();
        AddRange([coordinator, seeds, name, .. options.All, clusterHost, clusterPort, health, metrics, .. clusterTls.All]);
        SetAction(async (parsed, cancellation) =>
        {
            var trainer = options.Read(parsed);
            trainer.Coordinator = parsed.GetRequiredValue(coordinator);
            trainer.Name = parsed.GetRequiredValue(name);
            trainer.Seeds = parsed.GetRequiredValue(seeds);
            trainer.ClusterHost = parsed.GetRequiredValue(clusterHost);
            trainer.ClusterPort = parsed.GetValue(clusterPort);
            (trainer.Health, trainer.Metrics) = (parsed.GetValue(health), parsed.GetValue(metrics));
            (trainer.ClusterCertificate, trainer.ClusterCertificateKey, trainer.ClusterAuthority) = clusterTls.Read(parsed);
            using var host = TrainerHost.Build(trainer, HostLogs.ToConsole);
            await host.RunUntilAsync(cancellation);
        });
    }
}
