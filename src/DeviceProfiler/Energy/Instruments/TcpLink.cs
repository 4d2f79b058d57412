using System.Net.Sockets;

namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>A line over TCP, such as port 5025 of instruments that speak SCPI.</summary>
internal sealed class TcpLink : IByteLink
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _address;

    /// <exception cref="MeterException">Nobody listens there.</exception>
    public TcpLink(string host, int port)
    {
        _address = $"{host}:{port}";
        try
        {
            using var limit = new CancellationTokenSource(ConnectLimit);
            // Drivers are synchronous; only connecting needs a limit that sockets offer to tasks alone.
            _socket.ConnectAsync(host, port, limit.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            _socket.Dispose();
            throw new MeterException(
                fault is SocketException ? $"{_address} cannot be reached: {fault.Message}" : $"{_address} did not answer within {ConnectLimit.TotalSeconds:0} s",
                "switch the instrument on, and see that its address and port are right");
        }
    }

    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        try
        {
            if (!_socket.Poll(limit, SelectMode.SelectRead))
                return 0;
            return _socket.Receive(buffer) is > 0 and var length ? length : throw new MeterException($"{_address} closed the connection");
        }
        catch (SocketException fault)
        {
            throw new MeterException($"{_address} is gone: {fault.Message}");
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[_socket.Send(bytes)..];
        }
        catch (SocketException fault)
        {
            throw new MeterException($"{_address} is gone: {fault.Message}");
        }
    }

    public void Dispose() => _socket.Dispose();
}
