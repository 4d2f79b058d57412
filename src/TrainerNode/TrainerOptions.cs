using DeepIoT.Protocol;

namespace DeepIoT.TrainerNode;

/// <summary>How one trainer is set up; <see cref="TrainerOptionsCheck"/> says what is wrong with it.</summary>
public sealed class TrainerOptions
{
    /// <summary>Where artifacts come from and go to: one coordinator, or several of the same cluster.</summary>
    public CoordinatorAddresses Coordinator { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>`host:port` of the cluster nodes to join, usually the coordinators.</summary>
    public string[] Seeds { get; set; } = ["127.0.0.1:4053"];

    /// <summary>Name of this trainer, for people.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Trials run at once. Each keeps one core busy.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>Where models, data and checkpoints are kept between trials.</summary>
    public string CacheFolder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".deepiot", "trainer");

    /// <summary>Address that the cluster knows this node by. Loopback only without the three cluster certificate files.</summary>
    public string ClusterHost { get; set; } = "127.0.0.1";

    /// <summary>PEM file of the certificate that this node shows to the others of the cluster.</summary>
    public string? ClusterCertificate { get; set; }

    /// <summary>PEM file of that certificate's private key.</summary>
    public string? ClusterCertificateKey { get; set; }

    /// <summary>PEM file of the authority whose certificates, and no others, make a node of this cluster.</summary>
    public string? ClusterAuthority { get; set; }

    /// <summary>Address that the cluster's port is bound to, where it differs from <see cref="ClusterHost"/>.</summary>
    public string? ClusterBind { get; set; }

    /// <summary>Port for the cluster; 0 takes a free one.</summary>
    public int ClusterPort { get; set; }

    /// <summary>Plain http address that answers probes, /health/live and /health/ready; none when null.</summary>
    public Uri? Health { get; set; }

    /// <summary>Plain http address that answers Prometheus at /metrics; none when null.</summary>
    public Uri? Metrics { get; set; }

    /// <summary>After so long without any coordinator in the cluster, the trainer looks for one afresh. Its trials go on.</summary>
    public TimeSpan CoordinatorAbsence { get; set; } = TimeSpan.FromSeconds(15);
}
