using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering.Tls;

/// <summary>What is wrong with the certificates of a node, for coordinators and trainers alike.</summary>
public static class ClusterTlsRules
{
    private const string Files = "Give ClusterCertificate, ClusterCertificateKey and ClusterAuthority, all PEM files; `deepiot certs dev` makes some";

    /// <param name="addresses">That the node binds or is known by, each with the name of its option.</param>
    public static IEnumerable<Problem> Problems(string? certificate, string? key, string? authority, params (string Field, string? Host)[] addresses)
    {
        if (certificate is null && key is null && authority is null)
        {
            return addresses
                .Where(address => address.Host is { } host && !ClusterAddress.IsLoopback(host))
                .Select(address => Of(
                    address.Field,
                    $"{address.Host} can be reached from other machines, and without certificates everybody who reaches it could be a node",
                    $"{Files}. Or use 127.0.0.1, with all programs on this machine"));
        }

        if (ClusterTls.Of(certificate, key, authority) is not { } tls)
            return [Of(certificate is null ? "ClusterCertificate" : key is null ? "ClusterCertificateKey" : "ClusterAuthority", "the three files come together", Files)];
        return WhyUnusable(tls) is { } why ? [Of("ClusterCertificate", $"it cannot be used: {why}", Files)] : [];
    }

    private static string? WhyUnusable(ClusterTls tls)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key);
            return ClusterTls.WhyNot(certificate, tls.ReadAuthorities());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
