using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeepIoT.Cli.Certificates;

/// <summary>An authority that lives for one command: it signs certificates, and its own is kept with its key.</summary>
internal sealed class LabAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1", ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly DateTimeOffset _from, _until;

    public LabAuthority(string name, DateTimeOffset now, TimeSpan life)
    {
        // Clocks of other machines may be slow.
        (_from, _until) = (now - TimeSpan.FromHours(1), now + life);
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(_from, _until);
    }

    public PemPair Own => new(_certificate.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());

    /// <summary>A certificate for programs that serve under any of <paramref name="hosts"/>.</summary>
    public PemPair ForServer(string name, IReadOnlyList<string> hosts) => Sign(name, hosts, ServerAuthentication);

    /// <summary>One for programs that also open connections with it.</summary>
    public PemPair ForPeer(string name, IReadOnlyList<string> hosts) => Sign(name, hosts, ServerAuthentication, ClientAuthentication);

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private PemPair Sign(string name, IReadOnlyList<string> hosts, params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        request.CertificateExtensions.Add(Names(hosts));
        using var signed = request.Create(_certificate, _from, _until, RandomNumberGenerator.GetBytes(SerialBytes));
        return new PemPair(signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Extension Names(IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        return names.Build();
    }
}
