using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>
/// Whose turn it is at the slots: higher priority first; among equals the user who holds fewest slots; of one user what had a
/// slot before and lost it or handed it back; then the campaign that holds fewest; then the order in which they asked.
/// Nobody's trial is taken out of its slot for another.
/// </summary>
/// <param name="ownerOf">The user a campaign belongs to.</param>
/// <param name="trialsPerUser">Slots that one user may hold; null for any number.</param>
internal sealed class SlotTurns(Func<string, string> ownerOf, int? trialsPerUser)
{
    private readonly Dictionary<string, int> _ofUser = [];
    private readonly Dictionary<string, int> _ofCampaign = [];

    /// <summary>A trial of that campaign holds a slot.</summary>
    public void Hold(string campaignId)
    {
        _ofCampaign[campaignId] = _ofCampaign.GetValueOrDefault(campaignId) + 1;
        var owner = ownerOf(campaignId);
        _ofUser[owner] = _ofUser.GetValueOrDefault(owner) + 1;
    }

    public bool UsesUpQuota(string owner) => _ofUser.GetValueOrDefault(owner) >= trialsPerUser;

    /// <summary>
    /// Takes them in turn, each as if those before it held a slot by now; what a quota keeps back is left out.
    /// </summary>
    /// <param name="waiting">In the order in which they asked.</param>
    public IEnumerable<SlotRequested> Take(IEnumerable<SlotRequested> waiting)
    {
        var queues = waiting
            .Select((request, order) => (request, order))
            .OrderBy(one => HadSlot(one.request) ? 0 : 1)
            .GroupBy(one => (one.request.Key().CampaignId, one.request.Priority))
            .Select(group => new Queue<(SlotRequested Request, int Order)>(group))
            .ToList();
        while (queues.Where(queue => !UsesUpQuota(ownerOf(CampaignOf(queue)))).MinBy(Turn) is { } next)
        {
            Hold(CampaignOf(next));
            yield return next.Dequeue().Request;
            if (next.Count == 0)
                queues.Remove(next);
        }
    }

    // Lower comes first.
    private (int, int, int, int, int) Turn(Queue<(SlotRequested Request, int Order)> queue)
    {
        var (request, order) = queue.Peek();
        var campaign = request.Key().CampaignId;
        return (-Rank(request.Priority), _ofUser.GetValueOrDefault(ownerOf(campaign)), HadSlot(request) ? 0 : 1, _ofCampaign.GetValueOrDefault(campaign), order);
    }

    // What is half done would otherwise wait behind everything that nobody has begun.
    private static bool HadSlot(SlotRequested request) => request.Key().Attempt > 1;

    private static string CampaignOf(Queue<(SlotRequested Request, int Order)> queue) => queue.Peek().Request.Key().CampaignId;

    private static int Rank(Priority priority) => (int)(priority == Priority.Unspecified ? Priority.Normal : priority);
}
