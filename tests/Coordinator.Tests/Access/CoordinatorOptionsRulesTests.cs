using System.Net;
using System.Net.Sockets;
using DeepIoT.Clustering;

namespace DeepIoT.Coordinator.Tests.Access;

public sealed class CoordinatorOptionsRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_coordinator_on_loopback_needs_nothing_more() => Assert.Empty(CoordinatorOptionsRules.Problems(Options()));

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://192.0.2.7:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://coordinator.example:5080")]
    public void A_bind_that_others_can_reach_is_refused_without_tls_and_tokens_and_says_how_to_go_on(string listen)
    {
        var options = Options();
        options.Listen = new Uri(listen);

        var problems = CoordinatorOptionsRules.Problems(options);

        Assert.Equal(["Listen", "TokensFile"], problems.Select(problem => problem.Field));
        Assert.Contains("https", problems[0].Remedy, StringComparison.Ordinal);
        var refused = Assert.Throws<RejectedOptionsException>(() => CoordinatorHost.Build(options));
        Assert.Equal(2, refused.Problems.Count);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Networks_to_learn_from_are_enough_and_fit_into_a_message(int networks, bool fine)
    {
        var options = Options();
        options.CharacterisedNetworks = networks;

        Assert.Equal(fine ? [] : ["CharacterisedNetworks"], CoordinatorOptionsRules.Problems(options).Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("s3://", null, null, "ArtifactStore")]
    [InlineData("https://bucket/prefix", null, null, "ArtifactStore")]
    [InlineData("s3://bucket/prefix", "somewhere", null, "ArtifactFolder")]
    [InlineData("s3://bucket/prefix", null, "ftp://127.0.0.1", "ArtifactEndpoint")]
    [InlineData(null, null, "http://127.0.0.1:9000", "ArtifactEndpoint")]
    public void A_store_of_artifacts_that_cannot_be_meant_is_named(string? store, string? folder, string? endpoint, string field)
    {
        var options = Options();
        options.ArtifactStore = store;
        options.ArtifactFolder = folder is null ? null : Path.Combine(_folder.Path, folder);
        options.ArtifactEndpoint = endpoint is null ? null : new Uri(endpoint);

        Assert.Contains(field, CoordinatorOptionsRules.Problems(options).Select(problem => problem.Field));
    }

    [Fact]
    public void With_a_certificate_and_tokens_it_may_be_reached()
    {
        var options = Options();
        options.Listen = new Uri("https://0.0.0.0:0");
        (options.Certificate, options.CertificateKey) = SelfSigned.Write(_folder.Path);
        options.TokensFile = Tokens($"submitter alice {new string('a', 64)}");

        Assert.Empty(CoordinatorOptionsRules.Problems(options));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_named()
    {
        var options = Options();
        options.Listen = new Uri("https://127.0.0.1:0");
        options.Certificate = options.CertificateKey = Tokens("no certificate");

        Assert.Equal("Certificate", Assert.Single(CoordinatorOptionsRules.Problems(options)).Field);
    }

    [Fact]
    public void A_cluster_address_that_others_can_reach_is_refused()
    {
        var options = Options();
        options.ClusterHost = "0.0.0.0";

        var problem = Assert.Single(CoordinatorOptionsRules.Problems(options));

        Assert.Equal("ClusterHost", problem.Field);
        Assert.Contains("127.0.0.1", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void With_certificates_of_one_authority_it_may_be_reached()
    {
        var options = Options();
        options.ClusterHost = "0.0.0.0";
        // What has signed itself is its own authority.
        (options.ClusterCertificate, options.ClusterCertificateKey) = SelfSigned.Write(_folder.Path);
        options.ClusterAuthority = options.ClusterCertificate;

        Assert.Empty(CoordinatorOptionsRules.Problems(options));
    }

    [Fact]
    public void A_cluster_certificate_without_its_key_or_of_another_authority_is_named()
    {
        var options = Options();
        (options.ClusterCertificate, options.ClusterCertificateKey) = SelfSigned.Write(_folder.Path);
        Assert.Equal("ClusterAuthority", Assert.Single(CoordinatorOptionsRules.Problems(options)).Field);

        options.ClusterAuthority = SelfSigned.Write(Directory.CreateDirectory(Path.Combine(_folder.Path, "other")).FullName).Certificate;
        Assert.Equal("ClusterCertificate", Assert.Single(CoordinatorOptionsRules.Problems(options)).Field);

        options.ClusterCertificateKey = null;
        Assert.Equal("ClusterCertificateKey", Assert.Single(CoordinatorOptionsRules.Problems(options)).Field);
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = Options();
        options.Listen = new Uri($"http://127.0.0.1:{port}");
        options.ClusterPort = port;

        Assert.Equal(["Listen", "ClusterPort"], CoordinatorOptionsRules.Problems(options).Select(problem => problem.Field));
    }

    [Fact]
    public async Task Two_coordinators_do_not_share_a_data_folder()
    {
        await using var first = CoordinatorHost.Build(Options(), _ => { });

        var refused = Assert.Throws<RejectedOptionsException>(() => CoordinatorHost.Build(Options(), _ => { }));

        Assert.Equal("DataFolder", Assert.Single(refused.Problems).Field);
        await first.DisposeAsync();
        await using var second = CoordinatorHost.Build(Options(), _ => { });
    }

    [Fact]
    public void All_problems_come_at_once()
    {
        var options = Options();
        options.Listen = new Uri("ftp://127.0.0.1");
        options.ClusterPort = 0;
        options.Seeds = ["nonsense"];
        options.TokensFile = Tokens("king midas 123");
        options.MaxArtifactBytes = 0;
        options.Limits.OpenPerCaller = 0;
        options.Limits.MessageBytes = 1000;
        options.LeaseTime = options.MeasuringLimit;

        Assert.Equal(
            ["ClusterPort", "LeaseTime", "Limits:MessageBytes", "Limits:OpenPerCaller", "Listen", "MaxArtifactBytes", "Seeds", "TokensFile"],
            CoordinatorOptionsRules.Problems(options).Select(problem => problem.Field).Order());
    }

    public void Dispose() => _folder.Dispose();

    private CoordinatorOptions Options() => new()
    {
        DataFolder = _folder.Path,
        Listen = new Uri("http://127.0.0.1:0"),
        ClusterPort = FreePort.Next(),
    };

    private string Tokens(string content)
    {
        var path = Path.Combine(_folder.Path, Path.GetRandomFileName());
        File.WriteAllText(path, content + "\n");
        return path;
    }
}
