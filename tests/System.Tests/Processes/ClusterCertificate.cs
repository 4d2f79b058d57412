using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeepIoT.Protocol;
using Grpc.Net.Client;

namespace DeepIoT.SystemTests.Processes;

/// <summary>A certificate for one cluster that signs itself, in a folder; programs trust it by SSL_CERT_FILE.</summary>
internal sealed class ClusterCertificate
{
    /// <param name="addresses">By which the coordinator is reached.</param>
    public ClusterCertificate(string folder, params IPAddress[] addresses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=coordinator", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var address in addresses)
            names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        (File, KeyFile) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        System.IO.File.WriteAllText(File, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>PEM.</summary>
    public string File { get; }

    /// <summary>PEM.</summary>
    public string KeyFile { get; }

    /// <summary>A channel of this process, which trusts the certificate and nothing else.</summary>
    /// <param name="token">Null shows none.</param>
    public GrpcChannel ChannelTo(Uri coordinator, string? token)
    {
        var handler = Handler();
        return GrpcChannel.ForAddress(coordinator, new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = token is null ? handler : new BearerTokenHandler(token, handler),
        });
    }

    /// <summary>What such a channel goes over.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        EnableMultipleHttp2Connections = true,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustIn(File) },
    };

    /// <param name="file">PEM of the certificate, or of the authority, that is trusted, and nothing else.</param>
    public static X509ChainPolicy TrustIn(string file)
    {
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(file));
        return trusted;
    }
}
