using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DeepIoT.Protocol;
using Grpc.Net.Client;

namespace DeepIoT.SystemTests.Processes;

/// <summary>Programs of ours on ports and in folders of their own; all of them end with it.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-system-").FullName;
    private readonly int _clusterPort = FreePort();
    private readonly List<RunningProgram> _programs = [];
    private readonly string[] _access = [];

    /// <param name="addresses">By which a coordinator that asks for tokens is reached, over https; without any, everybody may come in.</param>
    public LocalCluster(params IPAddress[] addresses)
    {
        if (addresses.Length == 0)
        {
            Address = new Uri($"http://127.0.0.1:{FreePort()}");
            Channel = CoordinatorChannel.To(Address);
            return;
        }

        Address = new Uri($"https://127.0.0.1:{FreePort()}");
        Certificate = new ClusterCertificate(_folder, addresses);
        Channel = Certificate.ChannelTo(Address, AdminToken);
        var tokens = Path.Combine(_folder, "tokens");
        File.WriteAllLines(tokens, [$"admin ada {Hash(AdminToken)}", $"board bench {Hash(BoardToken)}"]);
        _access = ["--Certificate", Certificate.File, "--CertificateKey", Certificate.KeyFile, "--TokensFile", tokens];
    }

    public const string AdminToken = "rule";

    public const string BoardToken = "measure";

    /// <summary>Null where everybody may come in.</summary>
    public ClusterCertificate? Certificate { get; }

    /// <summary>Class of every board here.</summary>
    public const string BoardClass = "bench";

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public int ClusterPort => _clusterPort;

    /// <summary>Goes with the cluster.</summary>
    public string Folder => _folder;

    /// <summary>What every program has printed, for the message of a test that fails.</summary>
    public string Output => string.Join(Environment.NewLine, _programs.Select(program => program.Output));

    /// <summary>Folder of coordinator and trainer where they are not those beside the tests.</summary>
    public string Programs { get; set; } = "";

    public RunningProgram StartCoordinator(params string[] options) => Start(
        Path.Combine(Programs, "DeepIoT.Coordinator"),
        [.. options, .. _access, "--Listen", Address.ToString(), "--ClusterPort", $"{_clusterPort}", "--DataFolder", Path.Combine(_folder, "coordinator"), "--BoardWait", "00:00:01"]);

    public RunningProgram StartTrainer(string name, int slots = 1, params string[] options) => Start(
        Path.Combine(Programs, "DeepIoT.TrainerNode"),
        [.. options, "--Coordinator", Address.ToString(), "--Seeds:0", $"127.0.0.1:{_clusterPort}", "--CacheFolder", Path.Combine(_folder, name),
        "--Name", name, "--Slots", $"{slots}", "--CoordinatorAbsence", "00:00:02"]);

    /// <summary>The same programs as roles of the one command, with its defaults besides ports and folders.</summary>
    public RunningProgram StartRole(string role) => Start("deepiot", role switch
    {
        "coordinator" => [role, "--listen", Address.ToString(), "--cluster-port", $"{_clusterPort}", "--data-folder", Path.Combine(_folder, role)],
        "trainer" => [role, "--coordinator", Address.ToString(), "--seeds", $"127.0.0.1:{_clusterPort}", "--cache-folder", Path.Combine(_folder, role)],
        _ => [role, "--join", Address.ToString(), "--board-name", "bench-1", "--board-class", BoardClass, "--board-cache", Path.Combine(_folder, role)],
    });

    /// <summary>A board of a class named like itself.</summary>
    /// <param name="join">By another way than straight to the coordinator.</param>
    /// <param name="launcher">What starts it in other surroundings, with its arguments; null starts it as it is.</param>
    public RunningProgram StartBoard(string name, Uri? join = null, string[]? launcher = null, string? cache = null, params string[] arguments)
    {
        var running = RunningProgram.StartIn(
            launcher ?? [],
            Surroundings,
            "deepiot",
            ["profiler", "--join", (join ?? Address).ToString(), "--board-name", name, "--board-class", name,
                "--board-cache", cache ?? Path.Combine(_folder, "boards", name), "--board-state", Path.Combine(_folder, "state"), .. arguments]);
        _programs.Add(running);
        return running;
    }

    /// <summary>Environment of the boards.</summary>
    public Dictionary<string, string> Surroundings { get; } = [];

    /// <summary>One command of a user, to its end.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(params string[] command)
    {
        var running = Start("deepiot", [.. command, "--coordinator", Address.ToString()]);
        return (await running.ExitAsync(), running.Output);
    }

    /// <summary>Environment of coordinator and trainer, and of what is started as a role.</summary>
    public Dictionary<string, string> Everywhere { get; } = [];

    /// <summary>A program that ends with the cluster as well.</summary>
    public RunningProgram Keep(RunningProgram program)
    {
        _programs.Add(program);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(_programs))
            await program.DisposeAsync();
        Channel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private RunningProgram Start(string program, params string[] arguments)
    {
        var running = RunningProgram.StartIn([], Everywhere, program, arguments);
        _programs.Add(running);
        return running;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
