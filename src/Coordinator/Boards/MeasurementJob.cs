using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards;

/// <summary>One model to be measured on one class of boards, for everyone who asked.</summary>
/// <param name="traceParent">Trace context of the campaign that asked first.</param>
internal sealed class MeasurementJob(MeasurementKey key, string traceParent)
{
    public MeasurementKey Key { get; } = key;

    public string TraceParent { get; } = traceParent;

    /// <summary>Campaigns that wait for it.</summary>
    public Dictionary<string, Priority> Campaigns { get; } = [];

    /// <summary>Nobody waits for it: a board shows by it whether it is to be believed.</summary>
    public bool IsReference { get; init; }

    /// <summary>Names of boards that failed at it, one entry a try.</summary>
    public List<string> FailedBoards { get; } = [];

    public Lease? Lease { get; set; }

    public bool IsOnlyOf(string campaign) => Campaigns.Count == 1 && Campaigns.ContainsKey(campaign);
}
