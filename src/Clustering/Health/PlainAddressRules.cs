using System.Net;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering.Health;

/// <summary>What an address must be that is answered in plain http at fixed paths.</summary>
internal static class PlainAddressRules
{
    /// <summary>All problems of <paramref name="address"/>; empty when there is none, or no address.</summary>
    /// <param name="usual">The port in the example.</param>
    public static IEnumerable<Problem> Problems(string field, Uri? address, int usual)
    {
        if (address is null)
            return [];
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttp)
            return [Problem($"`{address}` is no http address")];
        if (address.PathAndQuery != "/")
            return [Problem($"`{address}` names a path, and the paths are fixed")];
        if (address.Host != "localhost" && address.HostNameType is not (UriHostNameType.IPv4 or UriHostNameType.IPv6))
            return [Problem($"`{address.Host}` is no address to bind")];
        return BindRules.Problems(field, address.Host, address.Port);

        Problem Problem(string reason) => new()
        {
            Field = field,
            Reason = reason,
            Remedy = $"Use for example http://0.0.0.0:{usual}, or http://127.0.0.1:{usual} for this machine alone",
        };
    }

    /// <summary>What <paramref name="address"/> binds.</summary>
    public static IPAddress Address(Uri address) =>
        address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host.Trim('[', ']'));
}
