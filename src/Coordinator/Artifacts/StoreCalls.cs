using Grpc.Core;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>What a caller is told while the store of artifacts is away.</summary>
internal static class StoreCalls
{
    /// <exception cref="RpcException">UNAVAILABLE.</exception>
    public static async Task<T> OrUnavailableAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (StoreUnavailableException e)
        {
            throw Unavailable(e);
        }
    }

    public static RpcException Unavailable(StoreUnavailableException e) =>
        new(new Status(StatusCode.Unavailable, $"The store of artifacts is not available: {e.Message}. Try again"));
}
