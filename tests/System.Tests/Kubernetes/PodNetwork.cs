using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>
/// A bridge of its own, to which each pod is tied by a network namespace of its own, as a node does it. Pods reach each
/// other and this process reaches them; what they listen on is reachable by their addresses alone.
/// </summary>
internal sealed class PodNetwork : IDisposable
{
    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
    // Of the range that is set aside for benchmarks, which nobody routes.
    private readonly string _range = $"198.18.{RandomNumberGenerator.GetInt32(256)}";
    private readonly List<string> _namespaces = [];

    public PodNetwork()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "network namespaces need root");
        Skip.IfNot(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "network namespaces need iproute2: apt-get install iproute2");
        Ip("link", "add", Bridge, "type", "bridge");
        Ip("address", "add", $"{Gateway}/24", "dev", Bridge);
        Ip("link", "set", Bridge, "up");
    }

    private string Bridge => $"dip{_id}";

    /// <summary>Where pods reach this process.</summary>
    public IPAddress Gateway => IPAddress.Parse($"{_range}.1");

    /// <summary>The address of the next namespace.</summary>
    public string NextAddress => $"{_range}.{_namespaces.Count + 10}";

    /// <summary>Makes the next namespace and returns its name.</summary>
    public string Add()
    {
        var (address, number) = (NextAddress, _namespaces.Count);
        var (name, outer, inner) = ($"dip{_id}n{number}", $"dip{_id}o{number}", $"dip{_id}i{number}");
        Ip("netns", "add", name);
        _namespaces.Add(name);
        Ip("link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name);
        Ip("link", "set", outer, "master", Bridge, "up");
        Ip("-n", name, "link", "set", "lo", "up");
        Ip("-n", name, "address", "add", $"{address}/24", "dev", inner);
        Ip("-n", name, "link", "set", inner, "up");
        return name;
    }

    /// <summary>Cuts a namespace off from all others, or ties it to them again.</summary>
    public void Tie(string name, bool tied) => Ip("link", "set", $"dip{_id}o{_namespaces.IndexOf(name)}", tied ? "up" : "down");

    public void Dispose()
    {
        foreach (var name in _namespaces)
            Ip("netns", "delete", name);
        Ip("link", "delete", Bridge);
    }

    private static void Ip(params string[] arguments)
    {
        using var ip = Process.Start("ip", arguments);
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)} ended with {ip.ExitCode}");
    }
}
