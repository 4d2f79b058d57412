using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>The schedulers by the name that campaign files use.</summary>
internal static class TrialSchedulers
{
    public const string Grid = "grid";
    public const string Halving = "halving";

    private static readonly Dictionary<string, ITrialScheduler> All = new()
    {
        [Grid] = new GridScheduler(),
        [Halving] = new HalvingScheduler(),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static ITrialScheduler Of(SearchSpec search) => All[search.Scheduler == "" ? Grid : search.Scheduler];
}
