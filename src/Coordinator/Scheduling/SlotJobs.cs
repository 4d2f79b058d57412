using DeepIoT.Protocol.Cluster;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>What a slot is wanted for.</summary>
internal static class SlotJobs
{
    public static TrialKey Key(this SlotRequested request) => request.JobCase switch
    {
        SlotRequested.JobOneofCase.Start => request.Start.Key,
        SlotRequested.JobOneofCase.Examine => request.Examine.Key,
        SlotRequested.JobOneofCase.Characterise => request.Characterise.Key,
        SlotRequested.JobOneofCase.Learn => request.Learn.Key,
        _ => throw new InvalidOperationException("A slot is requested for nothing"),
    };

    /// <summary>The message that a trainer gets.</summary>
    public static IMessage Job(this SlotRequested request) => request.JobCase switch
    {
        SlotRequested.JobOneofCase.Start => request.Start,
        SlotRequested.JobOneofCase.Examine => request.Examine,
        SlotRequested.JobOneofCase.Characterise => request.Characterise,
        SlotRequested.JobOneofCase.Learn => request.Learn,
        _ => throw new InvalidOperationException("A slot is requested for nothing"),
    };
}
