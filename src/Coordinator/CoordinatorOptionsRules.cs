using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeepIoT.Clustering;
using DeepIoT.Clustering.Health;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Clustering.Tls;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Access.Limits;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator;

/// <summary>What a coordinator refuses to start with.</summary>
public static class CoordinatorOptionsRules
{
    /// <summary>Below it nothing is learned.</summary>
    public const int FewestNetworks = 20;

    /// <summary>More do not fit into one message.</summary>
    public const int MostNetworks = 200;

    /// <summary>All problems at once, each naming the option; empty when there is none.</summary>
    public static IReadOnlyList<Problem> Problems(CoordinatorOptions options)
    {
        var problems = new List<Problem>();
        CheckAddress(nameof(options.Listen), options.Listen, options, problems);
        if (options.Page is { } page)
            CheckAddress(nameof(options.Page), page, options, problems);
        CheckCertificate(options, problems);
        if (options.TokensFile is { } tokens)
            problems.AddRange(TokensFile.Problems(tokens));
        problems.AddRange(CallLimitsRules.Problems(options.Limits));
        CheckCluster(options, problems);
        if (options.Listen.IsAbsoluteUri)
            problems.AddRange(BindRules.Problems(nameof(options.Listen), options.Listen.Host, options.Listen.Port));
        if (options.Page is { IsAbsoluteUri: true } seen)
            problems.AddRange(BindRules.Problems(nameof(options.Page), seen.Host, seen.Port));
        problems.AddRange(BindRules.Problems(nameof(options.ClusterPort), options.ClusterBind ?? options.ClusterHost, options.ClusterPort));
        problems.AddRange(HealthRules.Problems(options.Health));
        problems.AddRange(MetricsRules.Problems(options.Metrics));
        CheckFolder(nameof(options.DataFolder), options.DataFolder, problems);
        if (options.Database is { } database)
            problems.AddRange(DatabaseRules.Problems(database, options.ArtifactFolder ?? options.ArtifactStore));
        if (options.ArtifactFolder is { } artifacts)
            CheckFolder(nameof(options.ArtifactFolder), artifacts, problems);
        problems.AddRange(S3Place.Problems(options));
        Require(options.MaxArtifactBytes > 0, nameof(options.MaxArtifactBytes), "it is not above 0", "Give a number of bytes");
        Require(options.TrialsPerUser is null or > 0, nameof(options.TrialsPerUser), "it is not above 0", "Give a number of slots, or leave it out for any number");
        Require(options.BytesPerUser is null or > 0, nameof(options.BytesPerUser), "it is not above 0", "Give a number of bytes, or leave it out for any number");
        Require(options.BoardWait >= TimeSpan.Zero, nameof(options.BoardWait), "it is negative", "Give a time, for example 00:01:00");
        Require(
            options.CharacterisedNetworks is >= FewestNetworks and <= MostNetworks,
            nameof(options.CharacterisedNetworks),
            $"{options.CharacterisedNetworks} is not between {FewestNetworks} and {MostNetworks}",
            "Use for example 40: fewer teach less, more take longer to measure");
        Require(options.MeasuringInterval is > 0 and < 1, nameof(options.MeasuringInterval), "it is not between 0 and 1", "Give a share of the median, for example 0.02");
        Require(options.MeasuringLimit > TimeSpan.Zero, nameof(options.MeasuringLimit), "it is not above 0", "Give a time, for example 00:00:10");
        Require(
            options.LeaseTime > options.MeasuringLimit,
            nameof(options.LeaseTime),
            "a board cannot finish in it: it is not longer than MeasuringLimit",
            "Give a time that leaves room for fetching, loading and warming up, for example 00:02:00");
        Require(options.ReferenceInterval >= TimeSpan.Zero, nameof(options.ReferenceInterval), "it is negative", "Give a time, for example 1.00:00:00 for a day, or 0 for never");
        Require(options.ReferenceRetry > TimeSpan.Zero, nameof(options.ReferenceRetry), "it is not above 0", "Give a time, for example 00:01:00");
        return problems;

        void Require(bool holds, string field, string reason, string remedy)
        {
            if (!holds)
                problems.Add(new Problem { Field = field, Reason = reason, Remedy = remedy });
        }
    }

    private static void CheckAddress(string field, Uri listen, CoordinatorOptions options, List<Problem> problems)
    {
        if (!listen.IsAbsoluteUri || listen.Scheme is not ("http" or "https"))
        {
            problems.Add(Problem(field, $"`{listen}` is no http or https address", "Use for example http://127.0.0.1:5080"));
            return;
        }

        if (listen.Scheme == "https" && options.Certificate is null && !IsNamed("Certificate"))
            problems.Add(Problem("Certificate", "https needs one", "Give Certificate and CertificateKey, both PEM files"));
        if (ClusterAddress.IsLoopback(listen.Host))
            return;
        if (listen.Scheme != "https" || options.Certificate is null)
        {
            problems.Add(Problem(
                field,
                $"{listen.Host} can be reached from other machines, and without TLS everybody on the way can read and change what is sent",
                "Use https with Certificate and CertificateKey, or listen on 127.0.0.1"));
        }

        if (options.TokensFile is null && !IsNamed("TokensFile"))
        {
            problems.Add(Problem(
                "TokensFile",
                $"{listen.Host} can be reached from other machines, and without tokens everybody who reaches it may do everything",
                "Give a TokensFile, or listen on 127.0.0.1"));
        }

        bool IsNamed(string option) => problems.Any(problem => problem.Field == option);
    }

    private static void CheckCertificate(CoordinatorOptions options, List<Problem> problems)
    {
        if (options.Certificate is null && options.CertificateKey is null)
            return;
        if (options.Certificate is not { } certificate || options.CertificateKey is not { } key)
        {
            problems.Add(Problem("CertificateKey", "a certificate and its key come together", "Give Certificate and CertificateKey, both PEM files"));
            return;
        }

        try
        {
            using var loaded = X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problems.Add(Problem("Certificate", $"it cannot be used: {e.Message}", "Give Certificate and CertificateKey as readable PEM files that belong together"));
        }
    }

    private static void CheckCluster(CoordinatorOptions options, List<Problem> problems)
    {
        problems.AddRange(ClusterTlsRules.Problems(
            options.ClusterCertificate, options.ClusterCertificateKey, options.ClusterAuthority, (nameof(options.ClusterHost), options.ClusterHost),
            (nameof(options.ClusterBind), options.ClusterBind)));
        if (options.ClusterPort is < 1 or > 65535)
            problems.Add(Problem("ClusterPort", $"{options.ClusterPort} is not between 1 and 65535", "Use 4053, or any free port"));
        foreach (var seed in options.Seeds.Where(seed => !ClusterAddress.IsSeed(seed)))
            problems.Add(Problem("Seeds", $"`{seed}` is not host:port", "Use for example 127.0.0.1:4053"));
    }

    private static void CheckFolder(string field, string folder, List<Problem> problems)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(Problem(field, $"it cannot be written: {e.Message}", "Choose a folder of your own"));
        }
    }

    private static Problem Problem(string field, string reason, string remedy) =>
        new() { Field = field, Reason = reason, Remedy = remedy };
}
