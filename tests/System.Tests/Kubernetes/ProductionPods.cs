using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using DeepIoT.Protocol;
using DeepIoT.SystemTests.Processes;
using Grpc.Net.Client;
using k8s.Models;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>The pods of the overlay `production`, started once for all tests of a class, by the first that asks for them.</summary>
[UnsupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it by DisposeAsync.")]
public sealed class ProductionPods : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-production-").FullName;
    private readonly Lazy<Task> _started;
    private readonly Dictionary<PodPlan, RunningProgram> _running = [];
    private PodNetwork? _network;
    private PodNode? _node;

    public ProductionPods() => _started = new Lazy<Task>(StartAsync);

    internal IReadOnlyList<PodPlan> Coordinators { get; private set; } = [];

    internal PodPlan Trainer { get; private set; } = null!;

    internal PodStorage Storage { get; private set; } = null!;

    /// <summary>By which metric the manifests scale trainers.</summary>
    internal string ScalingMetric { get; private set; } = "";

    /// <summary>What every pod has printed, for the message of a test that fails.</summary>
    public string Output => _node?.Output ?? "";

    /// <summary>Skips the test where something that pods need is missing.</summary>
    public Task StartedAsync() => _started.Value;

    /// <summary>Calls as admin over one pod, which is called by its service's name.</summary>
    internal GrpcChannel ChannelTo(PodPlan coordinator) =>
        GrpcChannel.ForAddress(AddressOf(coordinator, "grpc"), new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new BearerTokenHandler(File.ReadAllText(SecretFile("admin.token")), HandlerTo(coordinator)),
        });

    /// <summary>What a browser without a token gets of the page.</summary>
    internal async Task<string> VisitAsync(PodPlan coordinator, string path)
    {
        using var http = new HttpClient(HandlerTo(coordinator));
        return await http.GetStringAsync(new Uri(AddressOf(coordinator, "page"), path));
    }

    /// <summary>What Prometheus gets.</summary>
    internal static async Task<string[]> MetricsAsync(PodPlan pod)
    {
        using var http = new HttpClient();
        return (await http.GetStringAsync(new Uri($"http://{pod.Address}:{pod.Port("metrics")}/metrics"))).Split('\n');
    }

    /// <summary>Ends a pod as a node does, and starts another of its name, with volumes as the manifests have them.</summary>
    internal async Task ReplaceAsync(PodPlan pod)
    {
        Assert.Equal(0, await _running[pod].TerminateAsync());
        Start(pod);
        await pod.IsReadyAsync();
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        if (Storage is not null)
            await Storage.DisposeAsync();
        _network?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var manifests = Manifests.Build("production");
        _network = new PodNetwork();
        var secrets = PageSecrets.Make(_folder);
        Storage = await PodStorage.StartAsync(_network.Gateway);
        _node = new PodNode(manifests, _network, _folder, secrets.Concat(Storage.Secrets).ToDictionary(secret => secret.Key, secret => secret.Value));
        var set = manifests.Of<V1StatefulSet>().Single();
        Coordinators = [.. Enumerable.Range(0, set.Spec.Replicas ?? 1).Select(number => _node.Schedule("coordinator", $"{set.Name()}-{number}"))];
        Trainer = _node.Schedule("trainer", "trainer-7d9f");
        ScalingMetric = manifests.Of<V2HorizontalPodAutoscaler>().Single().Spec.Metrics.Single().External.Metric.Name;
        // Only the first of the seeds may begin a cluster.
        PodPlan[] waiting = [.. Coordinators.Skip(1), Trainer];
        try
        {
            foreach (var pod in waiting)
                Start(pod);
            foreach (var pod in waiting)
                await pod.IsLiveAndNotReadyAsync();
            Start(Coordinators[0]);
            foreach (var pod in Coordinators.Append(Trainer))
                await pod.IsReadyAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{Output}", e);
        }
    }

    private void Start(PodPlan pod) => _running[pod] = _node!.Start(pod);

    private static Uri AddressOf(PodPlan coordinator, string port) => new($"https://coordinator:{coordinator.Port(port)}");

    private SocketsHttpHandler HandlerTo(PodPlan pod) => new()
    {
        SslOptions = { CertificateChainPolicy = ClusterCertificate.TrustIn(SecretFile("authority.pem")) },
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(pod.Address, context.DnsEndPoint.Port, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
    };

    private string SecretFile(string name) => Path.Combine(_folder, "secrets", name);
}
