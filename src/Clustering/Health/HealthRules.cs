using System.Net;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering.Health;

/// <summary>What a health address must be.</summary>
public static class HealthRules
{
    private const string Example = "Use for example http://0.0.0.0:8080, or http://127.0.0.1:8080 for this machine alone";

    /// <summary>All problems of <paramref name="health"/>, the option Health; empty when there is none, or no address.</summary>
    /// <remarks>
    /// Plain http is taken on any address, unlike everywhere else: a probe carries no credential that could be overheard, its
    /// answers hold nothing but fixed sentences about this process, and nothing can be changed through it. Probes come from
    /// the machine that runs a container, which has neither our certificates nor a token.
    /// </remarks>
    public static IEnumerable<Problem> Problems(Uri? health)
    {
        if (health is null)
            return [];
        if (!health.IsAbsoluteUri || health.Scheme != Uri.UriSchemeHttp)
            return [Problem($"`{health}` is no http address")];
        if (health.PathAndQuery != "/")
            return [Problem($"`{health}` names a path, and the paths are fixed")];
        if (health.Host != "localhost" && health.HostNameType is not (UriHostNameType.IPv4 or UriHostNameType.IPv6))
            return [Problem($"`{health.Host}` is no address to bind")];
        return BindRules.Problems("Health", health.Host, health.Port);
    }

    /// <summary>The address that <paramref name="health"/> binds.</summary>
    internal static IPAddress Address(Uri health) =>
        health.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(health.Host.Trim('[', ']'));

    private static Problem Problem(string reason) => new() { Field = "Health", Reason = reason, Remedy = Example };
}
