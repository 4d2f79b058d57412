using System.Net;
using System.Net.Sockets;
using DeepIoT.Coordinator;
using DeepIoT.DeviceProfiler;
using DeepIoT.Protocol;
using DeepIoT.TrainerNode;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Cli.Hosting;

/// <summary>
/// A coordinator, a trainer and this machine as a board in one process. They talk over loopback sockets and run the
/// same code as three processes do.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly WebApplication _coordinator;
    private readonly IHost _trainer;
    private readonly ILoggerFactory _boardLogs;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _board;

    private LocalCluster(WebApplication coordinator, IHost trainer, ProfilerOptions board, Action<ILoggingBuilder> logging)
    {
        (_coordinator, _trainer) = (coordinator, trainer);
        _boardLogs = LoggerFactory.Create(logging);
        _board = BoardAgent.RunAsync(board, _boardLogs, _stop.Token);
    }

    public Uri Address => CoordinatorHost.AddressOf(_coordinator);

    /// <summary>Where its live page is; null when there is none.</summary>
    public Uri? Page => CoordinatorHost.PageOf(_coordinator);

    /// <summary>Ends only when the board agent does, and then with its fault.</summary>
    public Task Board => _board;

    /// <param name="coordinator">Port 0 in its address takes a free one.</param>
    public static async Task<LocalCluster> StartAsync(
        CoordinatorOptions coordinator, TrainerOptions trainer, ProfilerOptions board, Action<ILoggingBuilder> logging, CancellationToken cancellation)
    {
        // Trials would disturb the readings of the machine they run on, those of the reference model as well.
        coordinator.MeasuresLast = true;
        var coordinatorHost = CoordinatorHost.Build(coordinator, logging);
        IHost? trainerHost = null;
        try
        {
            await coordinatorHost.StartAsync(cancellation);
            trainer.Coordinator = board.Coordinator = CoordinatorAddresses.FromUri(CoordinatorHost.AddressOf(coordinatorHost));
            trainer.Seeds = [$"{coordinator.ClusterHost}:{coordinator.ClusterPort}"];
            (trainer.ClusterCertificate, trainer.ClusterCertificateKey, trainer.ClusterAuthority) =
                (coordinator.ClusterCertificate, coordinator.ClusterCertificateKey, coordinator.ClusterAuthority);
            trainerHost = TrainerHost.Build(trainer, logging);
            await trainerHost.StartAsync(cancellation);
            return new LocalCluster(coordinatorHost, trainerHost, board, logging);
        }
        catch
        {
            trainerHost?.Dispose();
            await coordinatorHost.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Board and trainer first: they have something to tell the coordinator.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _board.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _trainer.StopAsync();
        _trainer.Dispose();
        await _coordinator.StopAsync();
        await _coordinator.DisposeAsync();
        _boardLogs.Dispose();
        _stop.Dispose();
    }
}
