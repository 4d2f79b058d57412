using DeepIoT.Clustering.Tls;

namespace DeepIoT.Clustering;

/// <summary>How one node takes part in the cluster.</summary>
/// <param name="Role"><see cref="ClusterNames.CoordinatorRole"/> or <see cref="ClusterNames.TrainerRole"/>.</param>
/// <param name="Host">Address that the node binds and is known by.</param>
/// <param name="Port">Port that the node binds; 0 takes a free one, which only a node that is nobody's seed may do.</param>
/// <param name="Seeds">`host:port` of the nodes to join; empty means that the node starts a cluster of its own.</param>
/// <param name="Tls">Null for clear text. All nodes of a cluster have it, or none.</param>
public sealed record ClusterSettings(string Role, string Host, int Port, IReadOnlyList<string> Seeds, ClusterTls? Tls = null)
{
    // A node that names the wrong one logs in a hot loop.
    private string Protocol => Tls is null ? "akka.tcp" : "akka.ssl.tcp";

    internal string[] SeedAddresses =>
        [.. (Seeds.Count > 0 ? Seeds : [$"{Host}:{Port}"]).Select(seed => $"{Protocol}://{ClusterNames.System}@{seed}")];
}
