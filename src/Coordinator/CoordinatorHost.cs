using System.Net;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Clustering.Health;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Access.Limits;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Boards.Enrolment;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Coordinator.Founding;
using DeepIoT.Coordinator.Page.Serving;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DeepIoT.Coordinator;

/// <summary>The coordinator as a host, for its own program and for others that start it in their process.</summary>
public static class CoordinatorHost
{
    /// <summary>Builds a coordinator that is ready to be started.</summary>
    /// <param name="logging">Changes where logs go; the console when null.</param>
    /// <exception cref="RejectedOptionsException">The options have problems.</exception>
    public static WebApplication Build(CoordinatorOptions options, Action<ILoggingBuilder>? logging = null)
    {
        var problems = CoordinatorOptionsRules.Problems(options);
        if (problems.Count > 0)
            throw new RejectedOptionsException(problems);
        var folder = new DataFolderLock(options.DataFolder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging
            .AddFilter("Akka", LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            // A start that fails is told by the program itself, without a stack trace for a port that is taken.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // That the page's keys lie in the data folder, which is its owner's alone, is meant so.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Grpc", LogLevel.Warning);
        if (logging is null)
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else
            logging(builder.Logging.ClearProviders());
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        // Made by a factory, so that the host lets go of it in the end.
        builder.Services.AddSingleton(_ => folder);
        AddServices(builder.Services, options);
        var app = builder.Build();
        app.Services.GetRequiredService<DataFolderLock>();
        app.Services.GetRequiredService<ArtifactSpool>().Sweep(TimeProvider.System.GetUtcNow());
        app.UsePage(options);
        app.UseMiddleware<AccessGate>();
        app.MapGrpcService<AccessService>();
        app.MapGrpcService<CampaignsService>();
        app.MapGrpcService<ArtifactsService>();
        app.MapGrpcService<BoardsService>();
        app.MapGrpcService<TrainersService>();
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/health");
        app.MapPage(options);
        return app;
    }

    private static void AddServices(IServiceCollection services, CoordinatorOptions options)
    {
        services.AddNodeHealth(options.Health, provider => provider.GetRequiredService<ActorSystem>());
        DiskSignals.Watch("data", options.DataFolder);
        services.AddSingleton(TimeProvider.System);
        services.AddArtifacts(options);
        services.AddSingleton(new MeasuringProtocol { Batch = 1, IntervalShare = options.MeasuringInterval, TimeLimit = Duration.FromTimeSpan(options.MeasuringLimit) });
        services.AddSingleton(new MeasurementTable(Database.Of(options, "measurements.db")));
        services.AddSingleton(new BoardLedger(Database.Of(options, "boards.db")));
        services.AddSingleton(new Enrolments(Database.Of(options, "boards.db")));
        services.AddSingleton<ReferenceModel>();
        services.AddSingleton<DirectMeasurements>();
        services.AddSingleton<ReportWriter>();
        services.AddAkka(ClusterNames.System, (akka, provider) => akka.WithCoordinator(options, provider));
        services.AddFounding(options);
        services.AddSingleton<Farewell>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Limits.MessageBytes;
            grpc.Interceptors.Add<CallInterceptor>();
        });
        services.AddAccess(options);
        services.AddPage(options);
        services.AddSingleton(provider => new EnrolmentDesk(
            provider.GetRequiredService<Enrolments>(), provider.GetRequiredService<TimeProvider>(), options.TokensFile is not null));
        services.AddGrpcHealthChecks().AddCheck<CampaignsHealth>("campaigns").AddCheck<StoreCondition>("artifacts");
        services.Configure<HealthCheckPublisherOptions>(health =>
        {
            health.Delay = TimeSpan.FromSeconds(1);
            health.Period = TimeSpan.FromSeconds(5);
        });
        services.AddSignals(
            "deepiot-coordinator",
            options.Metrics,
            tracing => tracing.AddAspNetCoreInstrumentation(),
            metrics => metrics.AddAspNetCoreInstrumentation());
    }

    /// <summary>Where a coordinator that has started serves gRPC.</summary>
    public static Uri AddressOf(WebApplication coordinator) => new(coordinator.Urls.First());

    /// <summary>Where a coordinator that has started serves its page; null when it serves none.</summary>
    public static Uri? PageOf(WebApplication coordinator) =>
        coordinator.Urls.Skip(1).Select(url => new Uri(url)).FirstOrDefault();

    // In the order in which they are asked for: gRPC first.
    private static void Listen(KestrelServerOptions kestrel, CoordinatorOptions options)
    {
        options.Limits.Apply(kestrel.Limits);
        // Without TLS there is no way to negotiate, and gRPC needs HTTP/2.
        Listen(kestrel, options.Listen, endpoint => Serve(endpoint, HttpProtocols.Http2, options));
        if (options.Page is { } page)
        {
            Listen(kestrel, page, endpoint =>
            {
                Serve(endpoint, page.Scheme == "https" ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1, options);
                PageConnection.Mark(endpoint);
            });
        }
    }

    private static void Listen(KestrelServerOptions kestrel, Uri listen, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address))
            kestrel.Listen(address, listen.Port, configure);
        else if (listen.Host == "localhost")
            kestrel.ListenLocalhost(listen.Port, configure);
        else
            kestrel.ListenAnyIP(listen.Port, configure);
    }

    private static void Serve(ListenOptions endpoint, HttpProtocols protocols, CoordinatorOptions options)
    {
        endpoint.Protocols = protocols;
        if (options.Certificate is { } certificate)
            endpoint.UseHttps(X509Certificate2.CreateFromPemFile(certificate, options.CertificateKey));
    }
}
