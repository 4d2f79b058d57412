using DeepIoT.Compression;
using DeepIoT.Protocol.Cluster;
using Grpc.Core;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>What a trial's end by an exception means to its campaign.</summary>
internal static class TrialFault
{
    public static TrialFailed Of(Exception fault) => fault switch
    {
        RejectedException rejected => new TrialFailed { Reason = string.Join(' ', rejected.Problems) },
        RpcException rpc => new TrialFailed { Reason = rpc.Status.Detail, Retry = rpc.StatusCode != StatusCode.NotFound },
        _ => new TrialFailed { Reason = fault.Message, Retry = IsOfThisMachine(fault) },
    };

    // Anything else comes from the trial itself and would come again.
    private static bool IsOfThisMachine(Exception fault) =>
        fault is IOException or InvalidDataException or OutOfMemoryException or UnauthorizedAccessException;
}
