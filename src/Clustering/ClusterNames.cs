namespace DeepIoT.Clustering;

/// <summary>The names by which nodes and actors of the cluster find each other.</summary>
public static class ClusterNames
{
    /// <summary>Name of the actor system on every node.</summary>
    public const string System = "deepiot";

    public const string CoordinatorRole = "coordinator";

    public const string TrainerRole = "trainer";

    /// <summary>Cluster singleton on <see cref="CoordinatorRole"/>: the directory of campaigns (campaigns.proto).</summary>
    public const string Campaigns = "campaigns";

    /// <summary>Shards on <see cref="CoordinatorRole"/>: each campaign by its id.</summary>
    public const string Campaign = "campaign";

    /// <summary>Cluster singleton on <see cref="CoordinatorRole"/>: hands slots to trials (trainers.proto).</summary>
    public const string TrainerPool = "trainer-pool";

    /// <summary>Cluster singleton on <see cref="CoordinatorRole"/>: leases boards (boards.proto).</summary>
    public const string BoardPool = "board-pool";
}
