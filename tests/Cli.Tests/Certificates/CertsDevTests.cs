using System.Security.Cryptography.X509Certificates;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Certificates;

public sealed class CertsDevTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => Path.Combine(_folder.Path, "certs");

    [Fact]
    public async Task The_servers_certificate_is_for_its_hosts_and_the_clusters_is_of_another_authority()
    {
        var run = await CommandRun.OfAsync("certs", "dev", "--out", Out, "--host", "lab1.example", "--host", "192.0.2.7");

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        using var server = Read("server");
        using var cluster = Read("cluster");
        Assert.True(server.MatchesHostname("lab1.example"));
        Assert.True(server.MatchesHostname("192.0.2.7"));
        Assert.False(server.MatchesHostname("lab2.example"));
        Assert.True(IsSignedBy(server, "authority"));
        Assert.True(IsSignedBy(cluster, "cluster-authority"));
        Assert.False(IsSignedBy(server, "cluster-authority"));
    }

    [Fact]
    public async Task Keys_are_for_the_owners_eyes_only()
    {
        await CommandRun.OfAsync("certs", "dev", "--out", Out, "--host", "lab1");

        if (OperatingSystem.IsWindows())
            return;
        var keys = Directory.GetFiles(Out, "*-key.pem");
        Assert.Equal(4, keys.Length);
        foreach (var key in keys)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public async Task What_is_there_is_replaced_only_when_asked_for()
    {
        await CommandRun.OfAsync("certs", "dev", "--out", Out, "--host", "lab1");
        var before = await File.ReadAllTextAsync(Path.Combine(Out, "authority.pem"));

        var refused = await CommandRun.OfAsync("certs", "dev", "--out", Out, "--host", "lab1");
        Assert.Equal(ExitCode.UsersMistake, refused.ExitCode);
        Assert.Contains("authority.pem", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(Out, "authority.pem")));

        await CommandRun.OfAsync("certs", "dev", "--out", Out, "--host", "lab1", "--overwrite");
        Assert.NotEqual(before, await File.ReadAllTextAsync(Path.Combine(Out, "authority.pem")));
    }

    [Fact]
    public async Task A_host_that_is_none_is_named()
    {
        var run = await CommandRun.OfAsync("certs", "dev", "--out", Out, "--host", "not a host");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("'not a host'", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    public void Dispose() => _folder.Dispose();

    private X509Certificate2 Read(string name) =>
        X509Certificate2.CreateFromPemFile(Path.Combine(Out, $"{name}.pem"), Path.Combine(Out, $"{name}-key.pem"));

    private bool IsSignedBy(X509Certificate2 certificate, string authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Out, $"{authority}.pem")));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // The tests' clock need not be the certificates'.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }
}
