using DeepIoT.Coordinator.Access.Audit;
using DeepIoT.Coordinator.Access.Limits;
using DeepIoT.Coordinator.Access.Tokens;
using DeepIoT.Coordinator.Storage;

namespace DeepIoT.Coordinator.Access;

/// <summary>Puts the gate before the services.</summary>
internal static class AccessSetup
{
    public static void AddAccess(this IServiceCollection services, CoordinatorOptions options)
    {
        services.AddSingleton(options.Limits);
        services.AddSingleton<OpenCalls>();
        services.AddSingleton<CallRates>();
        services.AddSingleton(provider => new AuditLog(
            Path.Combine(options.DataFolder, "audit"), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        var database = Database.Of(options, "access.db");
        services.AddSingleton(new IssuedTokens(database));
        services.AddSingleton(new ArtifactRights(database));
        if (options.TokensFile is { } tokens)
        {
            services.AddSingleton(new TokensFile(tokens));
            services.AddSingleton<Callers>();
        }

        services.AddSingleton(provider => new TokenDesk(
            provider.GetRequiredService<IssuedTokens>(), provider.GetService<TokensFile>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AccessGate>();
        services.AddSingleton<CallInterceptor>();
        services.AddHostedService<AccessPulse>();
    }
}
