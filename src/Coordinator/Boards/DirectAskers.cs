using Akka.Actor;
using DeepIoT.Protocol.Cluster;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Boards;

/// <summary>Who asked for measurements without being a campaign. Each asker asks for one; its end withdraws it.</summary>
internal sealed class DirectAskers
{
    private readonly Dictionary<string, (IActorRef Asker, MeasurementKey Key)> _asked = [];

    public void Asked(MeasurementRequested request, IActorRef asker) => _asked[request.CampaignId] = (asker, request.Key);

    public bool Wait(string id) => _asked.ContainsKey(id);

    /// <summary>Null when a campaign is to have the answer.</summary>
    public IActorRef? WhoAsked(IMessage answer) => answer switch
    {
        MeasurementLeased leased => Asker(leased.CampaignId),
        MeasurementCompleted completed => Asker(completed.CampaignId),
        MeasurementFailed failed => Asker(failed.CampaignId),
        _ => null,
    };

    public IReadOnlyList<MeasurementWithdrawn> Ended(IActorRef asker)
    {
        var ended = _asked.Where(asked => asked.Value.Asker.Equals(asker)).ToArray();
        foreach (var (id, _) in ended)
            _asked.Remove(id);
        return [.. ended.Select(asked => new MeasurementWithdrawn { CampaignId = asked.Key, Key = asked.Value.Key })];
    }

    private IActorRef? Asker(string id) => _asked.TryGetValue(id, out var asked) ? asked.Asker : null;
}
