using DeepIoT.Protocol;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepIoT.TrainerNode.Tests.Artifacts;

/// <summary><see cref="ArtifactsInMemory"/> behind a real gRPC port of this machine, and a folder for its readers.</summary>
public sealed class ArtifactServer : IAsyncLifetime
{
    private WebApplication _app = null!;

    internal ArtifactsInMemory Artifacts { get; } = new();

    internal Uri Address { get; private set; } = null!;

    internal GrpcChannel Channel { get; private set; } = null!;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("deepiot-artifacts-").FullName;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Artifacts);
        _app = builder.Build();
        _app.MapGrpcService<ArtifactsInMemory>();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        Channel = CoordinatorChannel.To(Address);
    }

    public async Task DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
