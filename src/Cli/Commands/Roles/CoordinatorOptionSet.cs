using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.Coordinator;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>The options of a coordinator, each named like its field in <see cref="CoordinatorOptions"/>.</summary>
internal sealed class CoordinatorOptionSet
{
    private static readonly CoordinatorOptions Defaults = new();

    private readonly Option<Uri> _listen = CommonOptions.Of(
        "--listen", "Address to serve; anything but loopback needs https, a certificate and tokens.", "url", CommonOptions.Address, Defaults.Listen);

    private readonly Option<Uri?> _page;

    private readonly Option<string> _dataFolder = new("--data-folder")
    {
        Description = "Journal, measurements and artifacts.",
        HelpName = "folder",
        DefaultValueFactory = _ => Defaults.DataFolder,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "PostgreSQL connection string that all coordinators of a cluster share; SQLite files in the data folder otherwise.",
        HelpName = "connection",
    };

    private readonly Option<string?> _artifactFolder = new("--artifact-folder")
    {
        Description = "Where artifacts are kept, in common where the database is; in the data folder otherwise.",
        HelpName = "folder",
    };

    private readonly Option<string?> _artifactStore = new("--artifact-store")
    {
        Description = "Store of artifacts in the place of a folder; AWS_* of the environment open it.",
        HelpName = "s3://bucket/prefix",
    };

    private readonly Option<Uri?> _artifactEndpoint = new("--artifact-endpoint")
    {
        Description = "Where a store compatible with Amazon's answers.",
        HelpName = "url",
        // Whether it is an address of use is for the coordinator's rules to say.
        CustomParser = result => new Uri(result.Tokens[^1].Value, UriKind.RelativeOrAbsolute),
    };

    private readonly Option<string> _clusterHost = new("--cluster-host")
    {
        Description = "Address that the cluster uses; anything but loopback needs the cluster certificates.",
        HelpName = "address",
        DefaultValueFactory = _ => Defaults.ClusterHost,
    };

    private readonly Option<int> _clusterPort = CommonOptions.Port("--cluster-port", "Port that the cluster uses.", Defaults.ClusterPort, least: 1);

    private readonly Option<string[]> _seeds = new("--seeds")
    {
        Description = "Coordinators to join, host:port; none starts a cluster.",
        HelpName = "host:port",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _certificate = new("--certificate") { Description = "PEM file of the certificate.", HelpName = "file" };
    private readonly Option<string?> _certificateKey = new("--certificate-key") { Description = "PEM file of its private key.", HelpName = "file" };
    private readonly Option<string?> _tokensFile = new("--tokens-file") { Description = "File of 'role name sha256' lines.", HelpName = "file" };

    private readonly ClusterTlsOptionSet _clusterTls = new();

    private readonly Option<bool> _measuresLast = new("--measures-last")
    {
        Description = "Measure once a campaign's trials have ended: trainer and board share a machine.",
    };

    private readonly Option<int> _characterisedNetworks = CommonOptions.Of(
        "--characterised-networks",
        "Networks to measure for a latency target before its trials.",
        "n",
        Numbers.Between(CoordinatorOptionsRules.FewestNetworks, CoordinatorOptionsRules.MostNetworks),
        Defaults.CharacterisedNetworks);

    private readonly Option<int?> _trialsPerUser = new("--trials-per-user") { Description = "Slots that one user's trials may hold at once; any number without it.", HelpName = "n" };
    private readonly Option<long?> _bytesPerUser = new("--bytes-per-user") { Description = "Bytes that one user's campaigns may keep stored; any number without it.", HelpName = "bytes" };

    /// <param name="page">Where the live page is when nothing is said of it; null for no page.</param>
    public CoordinatorOptionSet(Uri? page = null) => _page = new Option<Uri?>("--page")
    {
        Description = "Address of the live page; the rules of --listen hold." + (page is null ? " None when it is left out." : ""),
        HelpName = "url",
        DefaultValueFactory = _ => page,
        // Whether it is an address of use is for the coordinator's rules to say.
        CustomParser = result => new Uri(result.Tokens[^1].Value, UriKind.RelativeOrAbsolute),
    };

    public IEnumerable<Option> All => [_trialsPerUser, _bytesPerUser, _listen, _page, _dataFolder, _database, _artifactFolder, _artifactStore, _artifactEndpoint, _clusterHost, _clusterPort, _seeds, _certificate, _certificateKey, _tokensFile, .. _clusterTls.All, _measuresLast, _characterisedNetworks];

    public CoordinatorOptions Read(ParseResult parsed)
    {
        var options = ReadAlone(parsed);
        (options.ClusterCertificate, options.ClusterCertificateKey, options.ClusterAuthority) = _clusterTls.Read(parsed);
        return options;
    }

    private CoordinatorOptions ReadAlone(ParseResult parsed) => new()
    {
        TrialsPerUser = parsed.GetValue(_trialsPerUser),
        BytesPerUser = parsed.GetValue(_bytesPerUser),
        Listen = parsed.GetRequiredValue(_listen),
        Page = parsed.GetValue(_page),
        DataFolder = parsed.GetRequiredValue(_dataFolder),
        Database = parsed.GetValue(_database),
        ArtifactFolder = parsed.GetValue(_artifactFolder),
        ArtifactStore = parsed.GetValue(_artifactStore),
        ArtifactEndpoint = parsed.GetValue(_artifactEndpoint),
        ClusterHost = parsed.GetRequiredValue(_clusterHost),
        ClusterPort = parsed.GetValue(_clusterPort),
        Seeds = parsed.GetValue(_seeds) ?? [],
        Certificate = parsed.GetValue(_certificate),
        CertificateKey = parsed.GetValue(_certificateKey),
        TokensFile = parsed.GetValue(_tokensFile),
        MeasuresLast = parsed.GetValue(_measuresLast),
        CharacterisedNetworks = parsed.GetValue(_characterisedNetworks),
    };
}
