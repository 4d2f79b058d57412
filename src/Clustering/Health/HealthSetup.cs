using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Clustering.Health;

/// <summary>Health checks of a node, and where they are told.</summary>
public static class HealthSetup
{
    /// <summary>Adds the check that this node has joined, and a listener at <paramref name="address"/> unless it is null.</summary>
    /// <remarks>To be called before services that are to be probed while they start.</remarks>
    public static IServiceCollection AddNodeHealth(this IServiceCollection services, Uri? address, Func<IServiceProvider, ActorSystem?> system)
    {
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "cluster", provider => new JoinedHealth(() => system(provider)), HealthStatus.Unhealthy, []));
        // Whoever asks for the health gets the answer; it is not news.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        if (address is not null)
        {
            services.AddHostedService(provider => new HealthListener(
                address,
                provider.GetRequiredService<HealthCheckService>(),
                provider.GetRequiredService<IHostApplicationLifetime>(),
                provider.GetRequiredService<ILoggerFactory>()));
        }

        return services;
    }
}
