using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Protocol.Cluster;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;

namespace DeepIoT.TrainerNode.Tests.Membership;

/// <summary>A cluster node of role coordinator whose trainer pool writes down what it hears and stores every reply.</summary>
internal sealed class Coordinator(int port) : IAsyncDisposable
{
    private readonly Channel<(object Message, IActorRef Sender)> _heard = Channel.CreateUnbounded<(object, IActorRef)>();
    private IHost? _host;

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(new ClusterSettings(ClusterNames.CoordinatorRole, "127.0.0.1", port, []))
            .WithSingleton<Pool>(
                ClusterNames.TrainerPool,
                Props.Create(() => new Pool(_heard.Writer)),
                new ClusterSingletonOptions { Role = ClusterNames.CoordinatorRole },
                createProxyToo: false));
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task<(T Message, IActorRef Sender)> HeardAsync<T>(Func<T, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var (message, sender) = await _heard.Reader.ReadAsync(deadline.Token);
            if (message is T it && wanted(it))
                return (it, sender);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
    }

    private sealed class Pool : ReceiveActor
    {
        public Pool(ChannelWriter<(object, IActorRef)> heard) => ReceiveAny(message =>
        {
            heard.TryWrite((message, Sender));
            if (message is TrialReply { Sequence: > 0 } reply)
                Sender.Tell(new TrialReplyStored { Key = reply.Key, Sequence = reply.Sequence });
            if (message is TrainerAnnounced)
                Sender.Tell(new TrainerWelcomed { AnnounceInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) });
        });
    }
}
