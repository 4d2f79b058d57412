namespace DeepIoT.Coordinator.Founding;

/// <summary>How several coordinators over one database come to one cluster.</summary>
internal static class FoundingSetup
{
    /// <summary>Addresses that Akka is to join; never only its own, with which it would begin a cluster by itself.</summary>
    public static IReadOnlyList<string> SeedsOf(CoordinatorOptions options) =>
        IsWanted(options) ? [.. Others(options)] : options.Seeds;

    public static void AddFounding(this IServiceCollection services, CoordinatorOptions options)
    {
        if (!IsWanted(options))
            return;
        FoundingRight.Prepare(options.Database!);
        // The container's, so that it is given back when everything else has ended.
        services.AddSingleton(_ => new FoundingRight(options.Database!));
        services.AddHostedService<Founder>();
    }

    private static bool IsWanted(CoordinatorOptions options) => options.Database is not null && Others(options).Any();

    private static IEnumerable<string> Others(CoordinatorOptions options) =>
        options.Seeds.Where(seed => seed != $"{options.ClusterHost}:{options.ClusterPort}");
}
