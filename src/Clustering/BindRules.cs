using System.Net;
using System.Net.Sockets;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering;

/// <summary>Whether an address can be bound, asked before anything is started.</summary>
public static class BindRules
{
    /// <summary>A port that is taken is the user's to mend, and the servers tell it with a stack trace. Port 0 and names are not tried.</summary>
    public static IEnumerable<Problem> Problems(string field, string host, int port)
    {
        if (port is < 1 or > 65535 || !IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return [];
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return [];
        }
        catch (SocketException e)
        {
            return [new Problem { Field = field, Reason = $"{host}:{port} cannot be bound: {e.Message}", Remedy = "Stop what listens there, or choose another port" }];
        }
    }
}
