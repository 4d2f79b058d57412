using System.Net;
using DeepIoT.Clustering;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Access.Inner;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Coordinator.Page.Layout;
using DeepIoT.Coordinator.Page.Visiting;
using DeepIoT.Coordinator.Scheduling;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Radzen;

namespace DeepIoT.Coordinator.Page.Serving;

/// <summary>Puts the live page beside the gRPC services, whose verbs it calls from within.</summary>
internal static class PageSetup
{
    // What a visitor does while the connection is away is kept for so long.
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(2);

    public static void AddPage(this IServiceCollection services, CoordinatorOptions options)
    {
        if (options.Page is not { } page)
            return;
        services.AddRazorComponents().AddInteractiveServerComponents(circuit => circuit.DisconnectedCircuitRetentionPeriod = Absence);
        services.AddScoped<TooltipService>();
        services.AddCascadingAuthenticationState();
        services.AddDataProtection()
            .SetApplicationName("deepiot")
            .PersistKeysToFileSystem(KeysOf(options.DataFolder));
        services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "deepiot-form";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.HttpOnly = true;
        });
        services.AddVisits(isSecret: options.TokensFile is not null);
        services.AddSingleton<CampaignsService>();
        services.AddSingleton<BoardsService>();
        services.AddSingleton<TrainersService>();
        services.AddSingleton<ArtifactsService>();
        services.AddSingleton(Bound);
        // A name of somebody else's that leads to this machine makes a stranger's script one of ours.
        services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ClusterAddress.IsLoopback(page.Host)
            ? ["localhost", "127.0.0.1", "[::1]", page.Host]
            : ["*"]);
    }

    public static void UsePage(this WebApplication app, CoordinatorOptions options)
    {
        if (options.Page is null)
            return;
        app.UseWhen(PageConnection.Has, page =>
        {
            page.UseHostFiltering();
            page.Use(PageHeaders.Add);
        });
        app.Use(EachAtItsAddress);
        app.UseVisits();
        app.UseAntiforgery();
    }

    public static void MapPage(this WebApplication app, CoordinatorOptions options)
    {
        if (options.Page is null)
            return;
        PageAssets.Map(app);
        VisitEndpoints.Map(app);
        ArtifactEndpoint.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(circuit => circuit.ContentSecurityFrameAncestorsPolicy = null);
    }

    // gRPC and health probes have their address, the page has its own.
    private static Task EachAtItsAddress(HttpContext context, RequestDelegate next)
    {
        var isForPrograms = AccessGate.IsGrpc(context) || context.Request.Path == "/health";
        if (isForPrograms != PageConnection.Has(context))
            return next(context);
        context.Response.StatusCode = (int)HttpStatusCode.NotFound;
        return Task.CompletedTask;
    }

    private static InnerServices Bound(IServiceProvider provider)
    {
        var services = new InnerServices();
        Protocol.V1.Campaigns.BindService(services, provider.GetRequiredService<CampaignsService>());
        Protocol.V1.Boards.BindService(services, provider.GetRequiredService<BoardsService>());
        Protocol.V1.Trainers.BindService(services, provider.GetRequiredService<TrainersService>());
        Protocol.V1.Artifacts.BindService(services, provider.GetRequiredService<ArtifactsService>());
        return services;
    }

    private static DirectoryInfo KeysOf(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "page-keys");
        // Whoever reads them can make cookies.
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
