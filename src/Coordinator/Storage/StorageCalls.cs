using System.Data.Common;
using Grpc.Core;

namespace DeepIoT.Coordinator.Storage;

/// <summary>What a caller is told while the database is away.</summary>
internal static class StorageCalls
{
    /// <exception cref="RpcException">UNAVAILABLE: nothing has changed.</exception>
    public static T OrUnavailable<T>(Func<T> storing)
    {
        try
        {
            return storing();
        }
        catch (DbException fault)
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.Unavailable, $"The database does not answer as it should: {fault.Message}. Nothing has changed; try again"));
        }
    }
}
