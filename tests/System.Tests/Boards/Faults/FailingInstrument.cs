using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>A SIMULATED power supply that speaks SCPI over TCP, and falls silent for good after some readings.</summary>
internal sealed class FailingInstrument : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _left;

    public FailingInstrument(int readings)
    {
        _left = readings;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream);
                while (await reader.ReadLineAsync() is { } command)
                {
                    if (command == "*IDN?")
                        await stream.WriteAsync("SIMULATED,SUPPLY,0,1\n"u8.ToArray());
                    else if (command.EndsWith('?') && Interlocked.Decrement(ref _left) >= 0)
                        await stream.WriteAsync(Encoding.ASCII.GetBytes((2.5 + (0.01 * Random.Shared.NextDouble())).ToString(CultureInfo.InvariantCulture) + "\n"));
                }
            }
            catch (Exception end) when (end is IOException or SocketException)
            {
                // The other side has left.
            }
        }
    }
}
