using Grpc.Core;
using Grpc.Net.Client;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>How a call ends.</summary>
internal static class Outcome
{
    public static async Task<Status> OfAsync(GrpcChannel channel, Func<GrpcChannel, Task> call)
    {
        try
        {
            await call(channel);
            return Status.DefaultSuccess;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }

    /// <summary>Until the other side has said all.</summary>
    public static async Task ReadAsync<T>(AsyncServerStreamingCall<T> call)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext(default))
            {
            }
        }
    }
}
