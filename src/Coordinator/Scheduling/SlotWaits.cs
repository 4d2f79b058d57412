using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>Why campaigns wait for slots, in words.</summary>
internal static class SlotWaits
{
    /// <summary>One for each campaign that waits, about the first of its trials in turn.</summary>
    /// <param name="waiting">In the order in which they asked, none of which can have a slot now.</param>
    public static IEnumerable<SlotsAwaited> Of(
        IReadOnlyList<SlotRequested> waiting, SlotTurns turns, Func<string, string> ownerOf, IReadOnlyList<TrainerRecord> trainers)
    {
        if (waiting.Count == 0)
            return [];
        // Before the turns are taken, which counts what waits as if it had its slot.
        var kept = waiting.Select(CampaignOf).Distinct().Where(campaign => turns.UsesUpQuota(ownerOf(campaign))).ToHashSet();
        var taken = Taken(trainers);
        var places = new Dictionary<string, int>();
        var place = 0;
        foreach (var request in turns.Take(waiting))
            places.TryAdd(CampaignOf(request), place++);
        return waiting.Select(CampaignOf).Distinct().Select(campaign => new SlotsAwaited
        {
            CampaignId = campaign,
            Reason = kept.Contains(campaign) ? $"{Holds(ownerOf(campaign))} all slots of the quota"
                : !places.TryGetValue(campaign, out var first) ? $"{taken}, and trials that come first will use up the quota"
                : trainers.Count == 0 || first == 0 ? taken
                : $"{taken}; {first} {(first == 1 ? "trial comes" : "trials come")} first",
        });
    }

    private static string Taken(IReadOnlyList<TrainerRecord> trainers)
    {
        var slots = trainers.Where(trainer => !trainer.Announced.Leaving).Sum(trainer => trainer.Announced.Slots);
        return trainers.Count == 0 ? "no trainer has joined"
            : slots == 0 ? "no trainer takes new trials"
            : slots == 1 ? "the only slot is taken" : $"all {slots} slots are taken";
    }

    private static string Holds(string owner) => owner == "" ? "all users together hold" : $"{owner} holds";

    private static string CampaignOf(SlotRequested request) => request.Key().CampaignId;
}
