using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DeepIoT.Protocol;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace DeepIoT.Load;

/// <summary>A real coordinator in a process of its own, over a folder that outlives it.</summary>
internal sealed class CoordinatorProcess : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-load-").FullName;
    private readonly string? _database;
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort()}");
    private readonly IReadOnlyDictionary<string, string>? _telemetry;
    private Process _process;

    /// <param name="database">PostgreSQL connection string; SQLite when null.</param>
    /// <param name="telemetry">Variables that name who takes its telemetry, which it then tells at <see cref="Metrics"/> too; null for none.</param>
    public CoordinatorProcess(string? database, IReadOnlyDictionary<string, string>? telemetry = null)
    {
        (_database, _telemetry) = (database, telemetry);
        Channel = CoordinatorChannel.To(_address);
        _process = Start();
    }

    public GrpcChannel Channel { get; }

    public Uri Address => _address;

    /// <summary>Where Prometheus is answered.</summary>
    public Uri Metrics { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Time of processors that it has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public int ClusterPort { get; } = FreePort();

    public Campaigns.CampaignsClient Campaigns => new(Channel);

    /// <summary>Bytes of memory that it occupies just now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Waits until campaigns answer.</summary>
    public async Task AnswersAsync()
    {
        while (true)
        {
            try
            {
                await Campaigns.ListAsync(new ListRequest { PageSize = 1 });
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Ends it without a chance to say goodbye, and starts another in its place.</summary>
    public void KillAndStartAgain()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = Start();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Channel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Start()
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "DeepIoT.Coordinator.dll"),
            "--Listen", _address.ToString(),
            "--ClusterPort", ClusterPort.ToString(CultureInfo.InvariantCulture),
            "--DataFolder", _folder,
            "--ArtifactFolder", Path.Combine(_folder, "artifacts"),
            "--BoardWait", "00:00:00",
            .. _database is null ? Array.Empty<string>() : ["--Database", _database],
            .. _telemetry is null ? Array.Empty<string>() : ["--Metrics", Metrics.ToString()],
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { Environment = { ["Logging__LogLevel__Default"] = "Warning" } };
        foreach (var (name, value) in _telemetry ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
