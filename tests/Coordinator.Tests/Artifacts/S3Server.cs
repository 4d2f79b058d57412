using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DeepIoT.Coordinator.Tests.Artifacts;

/// <summary>
/// A real server that speaks S3, the npm package s3rver, in a process of its own over a folder: `artifacts` is its bucket, and
/// an object is a file there.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Missing = "s3rver is not here: `npm install --global s3rver@3.7.1` installs it";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly IPAddress _at;
    private readonly int _port = FreePort.Next();
    private Process _process;

    private S3Server(IPAddress at)
    {
        _at = at;
        _process = Run();
    }

    public Uri Address => new($"http://{_at}:{_port}");

    /// <summary>Null where it is not installed.</summary>
    /// <param name="at">Address that it listens on; loopback when null.</param>
    public static async Task<S3Server?> Start(IPAddress? at = null)
    {
        // The server's own, and of no use elsewhere.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "S3RVER");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "S3RVER");
        S3Server server;
        try
        {
            server = new S3Server(at ?? IPAddress.Loopback);
        }
        catch (Win32Exception)
        {
            return null;
        }

        await server.Answers();
        return server;
    }

    public string FileOf(string key) => Path.Combine(_folder.Path, "artifacts", $"{key}._S3rver_object");

    /// <summary>Ends it without a chance to finish anything.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async Task StartAgain()
    {
        _process = Run();
        await Answers();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _folder.Dispose();
    }

    private Process Run() => Process.Start(new ProcessStartInfo(
        "s3rver",
        ["--directory", _folder.Path, "--address", $"{_at}", "--port", _port.ToString(CultureInfo.InvariantCulture), "--no-vhost-buckets", "--silent", "--configure-bucket", "artifacts"])
    {
        RedirectStandardOutput = true,
    })!;

    private async Task Answers()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(_at, _port, deadline.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, deadline.Token);
            }
        }
    }
}
