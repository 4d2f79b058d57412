namespace DeepIoT.Coordinator;

/// <summary>How one coordinator runs. Checked at start by <see cref="CoordinatorOptionsRules"/>.</summary>
public sealed class CoordinatorOptions
{
    /// <summary>Where gRPC is served. Anything but loopback needs https, a certificate and tokens. Port 0 takes a free one.</summary>
    public Uri Listen { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>
    /// Where the live page is served to browsers; no page when null. The rules of <see cref="Listen"/> hold, and the same
    /// certificate and tokens.
    /// </summary>
    public Uri? Page { get; set; }

    /// <summary>Journal, measurements and, unless they have a folder of their own, artifacts.</summary>
    public string DataFolder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".deepiot");

    /// <summary>
    /// PostgreSQL connection string of the journal and of what is remembered of boards and measurements, shared by all
    /// coordinators of a cluster; SQLite files in the data folder when null, which only one coordinator can use.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>Where artifacts are stored; `artifacts` in the data folder when null.</summary>
    public string? ArtifactFolder { get; set; }

    /// <summary>
    /// `s3://bucket/prefix` of a store in the place of a folder. It is entered with AWS_ACCESS_KEY_ID and
    /// AWS_SECRET_ACCESS_KEY of the environment; uploads are spooled in the data folder.
    /// </summary>
    public string? ArtifactStore { get; set; }

    /// <summary>Where a store compatible with Amazon's answers; Amazon's own when null.</summary>
    public Uri? ArtifactEndpoint { get; set; }

    /// <summary>Address that the cluster uses; loopback only without the three cluster certificate files.</summary>
    public string ClusterHost { get; set; } = "127.0.0.1";

    /// <summary>PEM file of the certificate that this node shows to the others of the cluster.</summary>
    public string? ClusterCertificate { get; set; }

    /// <summary>PEM file of that certificate's private key.</summary>
    public string? ClusterCertificateKey { get; set; }

    /// <summary>PEM file of the authority whose certificates, and no others, make a node of this cluster.</summary>
    public string? ClusterAuthority { get; set; }

    /// <summary>Address that the cluster's port is bound to, where it differs from <see cref="ClusterHost"/>.</summary>
    public string? ClusterBind { get; set; }

    /// <summary>Port that the cluster uses.</summary>
    public int ClusterPort { get; set; } = 4053;

    /// <summary>
    /// `host:port` of the coordinators that there are, itself among them. When none of them is in a cluster, as the
    /// <see cref="Database"/> tells, one begins it. Empty means that this one is alone.
    /// </summary>
    public IReadOnlyList<string> Seeds { get; set; } = [];

    /// <summary>PEM file of the certificate, with what it chains to.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of the certificate's private key.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Plain http address that answers probes, /health/live and /health/ready; none when null.</summary>
    public Uri? Health { get; set; }

    /// <summary>Plain http address that answers Prometheus at /metrics; none when null.</summary>
    public Uri? Metrics { get; set; }

    /// <summary>File of `role name sha256` lines; without it everybody who can connect may do everything.</summary>
    public string? TokensFile { get; set; }

    /// <summary>What is taken from one caller, and from all.</summary>
    public CallLimits Limits { get; set; } = new();

    /// <summary>Largest artifact that is taken, in bytes.</summary>
    public long MaxArtifactBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Slots that the trials of one user may hold at once; null for any number.</summary>
    public int? TrialsPerUser { get; set; }

    /// <summary>Bytes that the campaigns of one user may keep stored; a submission beyond that is refused. Null for any number.</summary>
    public long? BytesPerUser { get; set; }

    /// <summary>How long a campaign without a latency target waits at its end for a board.</summary>
    public TimeSpan BoardWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Measure only once a campaign's trials have ended. For a machine that is trainer and board at once, where trials
    /// would disturb the readings.
    /// </summary>
    public bool MeasuresLast { get; set; }

    /// <summary>
    /// Networks that a campaign with a latency target has measured on each class before its trials, its model among
    /// them, to learn how time depends on widths.
    /// </summary>
    public int CharacterisedNetworks { get; set; } = 40;

    /// <summary>A measurement is done when the 99 % interval of its median is narrower than this share of it.</summary>
    public double MeasuringInterval { get; set; } = 0.02;

    /// <summary>Limit of one measurement's measuring stage.</summary>
    public TimeSpan MeasuringLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a board has for one job, fetching the model included.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How often an attached board measures the reference model, by which boards of a class are compared; zero never.
    /// It does so when its agent starts as well. With <see cref="MeasuresLast"/> never: trials would disturb it.
    /// </summary>
    public TimeSpan ReferenceInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How soon a board repeats a reference run that it failed, or that was disturbed; doubled up to an hour.</summary>
    public TimeSpan ReferenceRetry { get; set; } = TimeSpan.FromMinutes(1);
}
