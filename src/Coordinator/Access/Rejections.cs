using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>Rejections as gRPC carries them.</summary>
internal static class Rejections
{
    private const string Trailer = "deepiot-problems-bin";

    public static RpcException Of(IEnumerable<Problem> problems)
    {
        var all = new Problems();
        all.Problems_.Add(problems);
        var text = string.Join("; ", all.Problems_.Select(problem => $"{problem.Field}: {problem.Reason}. {problem.Remedy}"));
        return new RpcException(
            new Status(StatusCode.InvalidArgument, text),
            new Metadata { { Trailer, all.ToByteArray() } });
    }

    public static RpcException Of(string field, string reason, string remedy) =>
        Of([new Problem { Field = field, Reason = reason, Remedy = remedy }]);
}
