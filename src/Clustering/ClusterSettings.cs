using DeepIoT.Clustering.Tls;

namespace DeepIoT.Clustering;

/// <summary>How one node takes part in the cluster.</summary>
/// <param name="Role"><see cref="ClusterNames.CoordinatorRole"/> or <see cref="ClusterNames.TrainerRole"/>.</param>
/// <param name="Host">Address that the node is known by, and binds unless <see cref="Bind"/> says otherwise.</param>
/// <param name="Port">Port that the node binds; 0 takes a free one, which only a node that is nobody's seed may do.</param>
/// <param name="Seeds">`host:port` of the nodes to join; empty means that the node starts a cluster of its own.</param>
/// <param name="Tls">Null for clear text. All nodes of a cluster have it, or none.</param>
public sealed record ClusterSettings(string Role, string Host, int Port, IReadOnlyList<string> Seeds, ClusterTls? Tls = null)
{
    /// <summary>Actors, mailboxes and membership are counted and timed.</summary>
    public bool IsObserved { get; init; }

    // A node that names the wrong one logs in a hot loop.
    private string Protocol => Tls is null ? "akka.tcp" : "akka.ssl.tcp";

    /// <summary>Address that the node binds.</summary>
    public string Bind { get; init; } = Host;

    // The first of several seeds begins a cluster when no other answers for so long, where nothing better than their silence
    // tells whether there is one; one that is merely slow is not to find itself in another cluster.
    internal string Seeking => $"akka.cluster.seed-node-timeout = {(Seeds.Count > 1 && Seeds[0] == $"{Host}:{Port}" ? 15 : 3)}s";

    internal string[] SeedAddresses =>
        [.. (Seeds.Count > 0 ? Seeds : [$"{Host}:{Port}"]).Select(seed => $"{Protocol}://{ClusterNames.System}@{seed}")];
}
