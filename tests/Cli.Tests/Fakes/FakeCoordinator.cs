using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>A gRPC server on a real loopback socket that answers what a test tells it to.</summary>
public sealed class FakeCoordinator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeCoordinator(WebApplication app) => _app = app;

    public FakeCampaigns Campaigns { get; } = new();

    public FakeArtifacts Artifacts { get; } = new();

    public FakeBoards Boards { get; } = new();

    public FakeTrainers Trainers { get; } = new();

    public FakeAccess Access { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<FakeCoordinator> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        FakeCoordinator? coordinator = null;
        builder.Services
            .AddSingleton(_ => coordinator!.Campaigns)
            .AddSingleton(_ => coordinator!.Artifacts)
            .AddSingleton(_ => coordinator!.Boards)
            .AddSingleton(_ => coordinator!.Access)
            .AddSingleton(_ => coordinator!.Trainers);
        var app = builder.Build();
        coordinator = new FakeCoordinator(app);
        app.MapGrpcService<FakeCampaigns>();
        app.MapGrpcService<FakeArtifacts>();
        app.MapGrpcService<FakeBoards>();
        app.MapGrpcService<FakeAccess>();
        app.MapGrpcService<FakeTrainers>();
        await app.StartAsync();
        return coordinator;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
