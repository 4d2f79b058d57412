using Microsoft.Extensions.Hosting;

namespace DeepIoT.Cli.Hosting;

public static class HostRuns
{
    /// <summary>Starts the host, waits for Ctrl-C, SIGTERM or the host's own end, and stops it in good order.</summary>
    public static async Task RunUntilAsync(this IHost host, CancellationToken stop)
    {
        await host.StartAsync(stop);
        await host.WaitForShutdownAsync(stop);
    }
}
