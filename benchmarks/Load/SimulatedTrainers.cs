using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DeepIoT.Load;

/// <summary>A member of the cluster, over real remoting, with several simulated trainers.</summary>
internal sealed class SimulatedTrainers : IAsyncDisposable
{
    private readonly IHost _host;

    private SimulatedTrainers(IHost host) => _host = host;

    public static async Task<SimulatedTrainers> Join(int coordinatorPort, LoadOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        var settings = new ClusterSettings(ClusterNames.TrainerRole, "127.0.0.1", 0, [$"127.0.0.1:{coordinatorPort}"]);
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(settings)
            .WithTrainerPoolProxy()
            .WithActors((system, registry) =>
            {
                var pool = registry.Get<TrainerPoolKey>();
                for (var i = 1; i <= options.Trainers; i++)
                {
                    var name = $"simulated-{i}";
                    system.ActorOf(Props.Create(() => new SimulatedTrainer(name, options.Slots, pool)), name);
                }
            }));
        var host = builder.Build();
        await host.StartAsync();
        return new SimulatedTrainers(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
