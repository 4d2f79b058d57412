using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DeepIoT.Tests.Postgres;

/// <summary>A PostgreSQL server of its own, in a temporary folder and on a free port, run by an unprivileged user.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "deepiot";

    private static readonly string? Programs = new[] { "/usr/lib/postgresql", "/usr/pgsql", "/usr/local/pgsql" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetDirectories(folder).Order().Reverse().Select(version => Path.Combine(version, "bin")).Append(Path.Combine(folder, "bin")))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-postgres-").FullName;
    private readonly int _port = FreePort();
    private int _databases;

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Missing => Programs is null ? "there is no PostgreSQL here: install Debian's package `postgresql`" : null;

    /// <summary>Makes a database, and returns how it is reached.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"d{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(To("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    /// <summary>Ends every connection at once, and begins again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");

    public Task StartAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {_port} -k {_folder} -c listen_addresses=* -c max_connections=300", "start");

    public async Task InitializeAsync()
    {
        if (Programs is null)
            return;
        if (Environment.UserName == "root")
            await RunAsync(new ProcessStartInfo("chown", ["nobody", _folder]));
        await RunAsync("initdb", "-D", Data, "-A", "trust", "-U", User, "--no-sync");
        // Besides this machine, the networks that tests make on it.
        await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "host all all 198.18.0.0/15 trust\n");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Programs is not null)
            await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string To(string database) => $"Host=127.0.0.1;Port={_port};Database={database};Username={User}";

    // It refuses to run as root.
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        return RunAsync(Environment.UserName == "root"
            ? new ProcessStartInfo("runuser", ["-u", "nobody", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments));
    }

    private static async Task RunAsync(ProcessStartInfo start)
    {
        start.WorkingDirectory = "/";
        // What it starts would keep a pipe open.
        (start.RedirectStandardInput, start.FileName, var command) = (true, "/bin/sh", start.FileName);
        var arguments = start.ArgumentList.ToArray();
        start.ArgumentList.Clear();
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", command, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
