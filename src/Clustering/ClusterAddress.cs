using System.Net;

namespace DeepIoT.Clustering;

/// <summary>Questions about addresses that decide what a node may bind.</summary>
public static class ClusterAddress
{
    /// <summary>True when only processes of this machine can reach <paramref name="host"/>.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>True when <paramref name="seed"/> reads `host:port`.</summary>
    public static bool IsSeed(string seed) =>
        seed.LastIndexOf(':') is var colon and > 0
        && int.TryParse(seed.AsSpan(colon + 1), out var port) && port is > 0 and <= 65535
        && Uri.CheckHostName(seed[..colon]) != UriHostNameType.Unknown;
}
