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
    private readonly string _database;
    private readonly SharedDisk _disk;
    private readonly List<Node> _nodes = [];

    private FaultCluster(string database, string programs) =>
        (_database, Programs, _disk) = (database, programs, new SharedDisk(Path.Combine(_folder, "artifacts")));

    /// <summary>A user's.</summary>
    public GrpcChannel Channel { get; private set; } = null!;

    public SharedDisk Disk => _disk;

    /// <summary>Folder of the coordinators' and trainers' programs for those that start from now on; empty for those beside the tests.</summary>
    public string Programs { get; set; }

    public IReadOnlyList<Node> Nodes => _nodes;

    public IEnumerable<Node> Boards => _nodes.Where(node => node.Name.StartsWith("board-", StringComparison.Ordinal));

    /// <summary>What everybody has said, for the message of a test that fails.</summary>
    public string Output => string.Join(
        Environment.NewLine,
        _nodes.SelectMany(node => node.Outputs.Select((output, run) => $"== {node.Name}, run {run + 1}{Environment.NewLine}{output}")));

    /// <summary>Tests something on a cluster of its own; what fails says what everybody has said.</summary>
    /// <param name="database">Connection string for this process.</param>
    /// <param name="programs">See <see cref="Programs"/>.</param>
    public static async Task TestAsync(
        string database, FaultSettings settings, Func<FaultCluster, CancellationToken, Task> test, string programs = "")
    {
        await using var cluster = await StartAsync(database, settings, programs);
        using var deadline = new CancellationTokenSource(settings.Deadline);
        try
        {
            await test(cluster, deadline.Token);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    private static async Task<FaultCluster> StartAsync(string database, FaultSettings settings, string programs)
    {
        var cluster = new FaultCluster(database, programs);
        try
        {
            await cluster.StartNodesAsync(settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What does not hold, of campaigns that are over and of the cluster that they ran on.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(params IReadOnlyList<ObservedCampaign> campaigns)
    {
        var journal = await Journal.ReadAsync(_database);
        return
        [
            .. campaigns.SelectMany(campaign => FaultChecks.Campaign(campaign, journal).Select(problem => $"{campaign.Id}: {problem}")),
            .. FaultChecks.Artifacts(journal.Values.SelectMany(entries => entries), _disk.Folder),
            .. FaultChecks.Leases(Boards.SelectMany(board => board.Outputs)),
        ];
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

    private async Task StartNodesAsync(FaultSettings settings)
    {
        var database = _database.Replace("127.0.0.1", $"{_network.Gateway}", StringComparison.Ordinal);
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
            Add($"coordinator-{number}", host, "", () => Path.Combine(Programs, "DeepIoT.Coordinator"),
            [
                .. ofCluster, "--ClusterHost", host.Address, "--Health", $"{HealthOf(host.Address)}", "--Listen", $"https://{host.Address}:5080",
                "--Certificate", FileOf("certs/server.pem"), "--CertificateKey", FileOf("certs/server-key.pem"), "--TokensFile", FileOf("tokens"),
                "--DataFolder", FileOf($"coordinator-{number}"), "--Database", database, "--ArtifactFolder", _disk.Folder,
                "--BoardWait", "00:00:30", "--MeasuringLimit", "00:00:02", "--MeasuringInterval", "0.2", "--LeaseTime", "00:00:30", "--ReferenceInterval", "00:00:00",
            ]);
        }

        for (var number = 1; number <= settings.Trainers; number++)
        {
            var host = NewHost();
            Add($"trainer-{number}", host, TrainerToken, () => Path.Combine(Programs, "DeepIoT.TrainerNode"),
                [.. ofCluster, "--ClusterHost", host.Address, "--Health", $"{HealthOf(host.Address)}", "--Coordinator", $"{addresses}", "--CacheFolder", FileOf($"trainer-{number}"), "--Name", $"trainer-{number}", "--Slots", "1"]);
        }

        for (var number = 1; number <= settings.Boards; number++)
        {
            Add($"board-{number}", NewHost(), BoardToken, () => "deepiot",
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

    private static Uri HealthOf(string address) => new($"http://{address}:5081");

    private void Add(string name, (string Namespace, string Address) host, string token, Func<string> program, string[] arguments)
    {
        var surroundings = new Dictionary<string, string> { ["SSL_CERT_FILE"] = FileOf("certs/authority.pem"), [CoordinatorChannel.TokenVariable] = token };
        _nodes.Add(new Node(
            name,
            HealthOf(host.Address),
            () => RunningProgram.StartIn(["nsenter", $"--net=/run/netns/{host.Namespace}"], surroundings, program(), arguments),
            tied => _network.Tie(host.Namespace, tied)));
    }

    private string FileOf(string name) => Path.Combine(_folder, name);

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
