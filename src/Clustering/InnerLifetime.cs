using Microsoft.Extensions.Hosting;

namespace DeepIoT.Clustering;

/// <summary>Lifetime of a host inside another: signals to the process are the outer host's.</summary>
public sealed class InnerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
