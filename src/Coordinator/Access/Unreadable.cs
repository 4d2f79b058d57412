using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>What the sender of bytes that are no message is told.</summary>
internal static class Unreadable
{
    public static readonly Status Status = new(StatusCode.InvalidArgument, "The message cannot be read: it is not what this method takes. Use a client of the coordinator's version");

    public static RpcException Message(InvalidProtocolBufferException cause) =>
        new(new Status(StatusCode.InvalidArgument, $"The message cannot be read: {cause.Message}", cause));
}
