using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>A real coordinator in this process, on real sockets, over a data folder that outlives it.</summary>
internal sealed class RunningCoordinator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningCoordinator(WebApplication app, CoordinatorOptions options)
    {
        _app = app;
        Options = options;
        Address = CoordinatorHost.AddressOf(app);
        Page = CoordinatorHost.PageOf(app);
        Channel = CoordinatorChannel.To(Address);
    }

    public CoordinatorOptions Options { get; }

    public Uri Address { get; }

    /// <summary>Null when there is no page.</summary>
    public Uri? Page { get; }

    public GrpcChannel Channel { get; }

    public ActorSystem System => _app.Services.GetRequiredService<ActorSystem>();

    public IActorRef Pool => _app.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<BoardPoolKey>();

    public Protocol.V1.Campaigns.CampaignsClient Campaigns => new(Channel);

    public Protocol.V1.Boards.BoardsClient Boards => new(Channel);

    public Protocol.V1.Trainers.TrainersClient Trainers => new(Channel);

    public Protocol.V1.Artifacts.ArtifactsClient Artifacts => new(Channel);

    /// <summary>What is collected, or would be.</summary>
    public async Task<IReadOnlyList<string>> Collect(bool remove = true, TimeSpan? olderThan = null)
    {
        using var call = Artifacts.Collect(new CollectRequest { Remove = remove, OlderThan = Duration.FromTimeSpan(olderThan ?? TimeSpan.FromDays(30)) });
        var gone = new List<string>();
        await foreach (var artifact in call.ResponseStream.ReadAllAsync())
            gone.Add(artifact.Sha256);
        return gone;
    }

    public static async Task<RunningCoordinator> Start(string folder, Action<CoordinatorOptions>? change = null)
    {
        var options = new CoordinatorOptions
        {
            Listen = new Uri("http://127.0.0.1:0"),
            DataFolder = folder,
            ClusterPort = FreePort.Next(),
        };
        change?.Invoke(options);
        var app = CoordinatorHost.Build(options, _ => { });
        await app.StartAsync();
        return new RunningCoordinator(app, options);
    }

    public async Task<ArtifactRef> Upload(string content) =>
        await new ArtifactClient(Channel).UploadAsync(global::System.Text.Encoding.UTF8.GetBytes(content), content, default);

    /// <summary>A spec like the examples', with its artifacts uploaded.</summary>
    public async Task<CampaignSpec> UploadedSpec(int trials = 2, params Target[] targets)
    {
        var spec = Example.Spec(trials, targets);
        spec.Model = await Upload("model.onnx");
        spec.Data.Train.Inputs = await Upload("train.npz");
        return spec;
    }

    /// <summary>All events of a campaign until it ends.</summary>
    public async Task<List<CampaignEvent>> WatchToTheEnd(string campaignId, long fromOffset = 0)
    {
        using var watch = Campaigns.Watch(new WatchRequest { CampaignId = campaignId, FromOffset = fromOffset });
        var events = new List<CampaignEvent>();
        await foreach (var shown in watch.ResponseStream.ReadAllAsync())
            events.Add(shown);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
