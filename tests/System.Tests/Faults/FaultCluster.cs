using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using DeepIoT.Protocol;
using DeepIoT.SystemTests.Kubernetes;
using DeepIoT.SystemTests.Processes;
using Grpc.Net.Client;

namespace DeepIoT.SystemTests.Faults;

/// <summary>
/// Three coordinators on one database and one disk of artifacts, trainers and boards: each a process in a network of its
/// own, with certificates and tokens.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FaultCluster : IAsyncDisposable
{
    private const int Coordinators = 3;
    private const string UserToken = "submit", TrainerToken = "train", BoardToken = "measure";

    private readonly PodNetwork _network = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-faults-").FullName;
    private readonly SharedDisk _disk;
    private readonly List<Node> _nodes = [];

    private FaultCluster() => _disk = new SharedDisk(Path.Combine(_folder, "artifacts"));

    /// <summary>A user's.</summary>
    public GrpcChannel Channel { get; private set; } = null!;

    public SharedDisk Disk => _disk;

    public IReadOnlyList<Node> Nodes => _nodes;

    public IEnumerable<Node> Boards => _nodes.Where(node => node.Name.StartsWith("board-", StringComparison.Ordinal));

    /// <summary>What everybody has said, for the message of a test that fails.</summary>
    public string Output => string.Join(
        Environment.NewLine,
        _nodes.SelectMany(node => node.Outputs.Select((output, run) => $"== {node.Name}, run {run + 1}{Environment.NewLine}{output}")));

    /// <param name="database">Connection string for this process.</param>
    public static async Task<FaultCluster> StartAsync(string database, FaultSettings settings)
    {
        var cluster = new FaultCluster();
        try
        {
            await cluster.StartNodesAsync(database.Replace("127.0.0.1", $"{cluster._network.Gateway}", StringComparison.Ordinal), settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
        Channel?.Dispose();
        _disk.Dispose();
        _network.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartNodesAsync(string database, FaultSettings settings)
    {
        var hosts = Enumerable.Range(0, Coordinators).Select(_ => NewHost()).ToArray();
        await MakeCertificatesAsync(hosts.Select(host => host.Address));
        await File.WriteAllLinesAsync(FileOf("tokens"), [$"submitter ada {Hash(UserToken)}", $"trainer lab {Hash(TrainerToken)}", $"board bench {Hash(BoardToken)}"]);
        var addresses = new CoordinatorAddresses(string.Join(',', hosts.Select(host => $"https://{host.Address}:5080")));
        Channel = CoordinatorChannel.To(addresses, UserToken, trust: ClusterCertificate.TrustIn(FileOf("certs/authority.pem")));
        string[] seeds = [.. hosts.SelectMany((host, index) => new[] { $"--Seeds:{index}", $"{host.Address}:4053" })];
        string[] ofCluster =
        [
            "--ClusterCertificate", FileOf("certs/cluster.pem"), "--ClusterCertificateKey", FileOf("certs/cluster-key.pem"),
            "--ClusterAuthority", FileOf("certs/cluster-authority.pem"), .. seeds,
        ];
        for (var number = 1; number <= Coordinators; number++)
        {
            var host = hosts[number - 1];
            Add($"coordinator-{number}", host.Namespace, "", "DeepIoT.Coordinator",
            [
                .. ofCluster, "--ClusterHost", host.Address, "--Listen", $"https://{host.Address}:5080",
                "--Certificate", FileOf("certs/server.pem"), "--CertificateKey", FileOf("certs/server-key.pem"), "--TokensFile", FileOf("tokens"),
                "--DataFolder", FileOf($"coordinator-{number}"), "--Database", database, "--ArtifactFolder", _disk.Folder,
                "--BoardWait", "00:00:30", "--MeasuringLimit", "00:00:02", "--MeasuringInterval", "0.2", "--LeaseTime", "00:00:30", "--ReferenceInterval", "00:00:00",
            ]);
        }

        for (var number = 1; number <= settings.Trainers; number++)
        {
            var (network, address) = NewHost();
            Add($"trainer-{number}", network, TrainerToken, "DeepIoT.TrainerNode",
                [.. ofCluster, "--ClusterHost", address, "--Coordinator", $"{addresses}", "--CacheFolder", FileOf($"trainer-{number}"), "--Name", $"trainer-{number}", "--Slots", "1"]);
        }

        for (var number = 1; number <= settings.Boards; number++)
        {
            Add($"board-{number}", NewHost().Namespace, BoardToken, "deepiot",
            [
                "profiler", "--join", $"{addresses}", "--board-name", $"board-{number}", "--board-class", "bench",
                "--board-cache", FileOf($"board-{number}"), "--board-state", FileOf($"state-{number}"),
            ]);
        }
    }

    private async Task MakeCertificatesAsync(IEnumerable<string> hosts)
    {
        await using var certs = RunningProgram.Start("deepiot", ["certs", "dev", "--out", FileOf("certs"), .. hosts.SelectMany(host => new[] { "--host", host })]);
        if (await certs.ExitAsync() != 0)
            throw new InvalidOperationException(certs.Output);
    }

    private (string Namespace, string Address) NewHost()
    {
        var address = _network.NextAddress;
        return (_network.Add(), address);
    }

    private void Add(string name, string network, string token, string program, string[] arguments)
    {
        var surroundings = new Dictionary<string, string> { ["SSL_CERT_FILE"] = FileOf("certs/authority.pem"), [CoordinatorChannel.TokenVariable] = token };
        _nodes.Add(new Node(
            name,
            () => RunningProgram.StartIn(["nsenter", $"--net=/run/netns/{network}"], surroundings, program, arguments),
            tied => _network.Tie(network, tied)));
    }

    private string FileOf(string name) => Path.Combine(_folder, name);

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
