using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Hosting;

namespace DeepIoT.Clustering.Tls;

/// <summary>
/// By what the nodes of a cluster know each other, as PEM files. Whoever opens a connection and whoever takes it show a
/// certificate; each takes only one that the authority has signed.
/// </summary>
public sealed record ClusterTls(string Certificate, string Key, string Authority)
{
    /// <summary>Null when there are no files: nodes talk in clear text, which only loopback may.</summary>
    public static ClusterTls? Of(string? certificate, string? key, string? authority) =>
        certificate is null || key is null || authority is null ? null : new ClusterTls(certificate, key, authority);

    internal SslOptions Options()
    {
        var authorities = ReadAuthorities();
        return new SslOptions
        {
            X509Certificate = X509Certificate2.CreateFromPemFile(Certificate, Key),
            SuppressValidation = false,
            RequireMutualAuthentication = true,
            // Nodes are known by the authority, not by a name: a trainer's address is not known beforehand.
            ValidateCertificateHostname = false,
            CustomValidator = (shown, _, peer, errors, log) => IsOurs(shown, authorities, peer, errors, log),
        };
    }

    /// <summary>Why a certificate is not one of the cluster; null when it is.</summary>
    internal static string? WhyNot(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // A private authority publishes no lists: a node is shut out by a new authority.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate)
            ? null
            : string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct());
    }

    internal X509Certificate2Collection ReadAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Authority);
        return authorities;
    }

    private static bool IsOurs(X509Certificate2? shown, X509Certificate2Collection authorities, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        var why = shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it shows no certificate" : WhyNot(shown, authorities);
        if (why is null)
            return true;
        log.Warning("A cluster connection with {0} was refused: {1}", peer, why);
        return false;
    }
}
