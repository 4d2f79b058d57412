using System.Net;
using System.Net.Sockets;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

/// <summary>A simulated instrument that speaks SCPI over whatever stream it is given, on a thread of its own.</summary>
internal sealed class SimulatedScpi : IDisposable
{
    public const string Identity = "DEEPIOT,SIMULATED SUPPLY,0001,1.0";

    private readonly TcpListener? _listener;
    private readonly Func<string, string?> _answer;
    private readonly Thread _thread;
    private Stream? _stream;

    /// <param name="answer">From a query to its answer; null for one that the instrument does not know, which it leaves unanswered.</param>
    public SimulatedScpi(Func<string, string?> answer)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _thread = new Thread(() =>
        {
            while (Accept(_listener) is { } socket)
                Serve(new NetworkStream(socket, ownsSocket: true));
        });
        _thread.Start();
    }

    public SimulatedScpi(Func<string, string?> answer, Stream stream)
    {
        _answer = answer;
        _thread = new Thread(() => Serve(stream));
        _thread.Start();
    }

    public int Port => ((IPEndPoint)_listener!.LocalEndpoint).Port;

    /// <summary>Commands that it does not know, and that wait to be asked for.</summary>
    public int Errors { get; private set; }

    public void HangUp() => _stream?.Dispose();

    public void Dispose()
    {
        _listener?.Dispose();
        HangUp();
        if (_listener is not null)
            _thread.Join();
    }

    private static Socket? Accept(TcpListener listener)
    {
        try
        {
            return listener.AcceptSocket();
        }
        catch (Exception end) when (end is SocketException or InvalidOperationException)
        {
            // The listener was disposed.
            return null;
        }
    }

    private void Serve(Stream stream)
    {
        _stream = stream;
        try
        {
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } command)
                Obey(command, stream);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
        {
            // The other side has left.
        }
    }

    private void Obey(string command, Stream stream)
    {
        if (command == "*CLS")
            Errors = 0;
        else if ((command == "*IDN?" ? Identity : _answer(command)) is { } answer)
            stream.Write(System.Text.Encoding.ASCII.GetBytes(answer + "\r\n"));
        else
            Errors++;
    }
}
