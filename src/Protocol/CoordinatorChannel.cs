using Grpc.Net.Client;

namespace DeepIoT.Protocol;

/// <summary>The channel that clients, trainers and boards open to a coordinator.</summary>
public static class CoordinatorChannel
{
    /// <summary>
    /// Opens no connection yet: the first call does. A peer that vanished without a word is noticed within half a minute.
    /// </summary>
    public static GrpcChannel To(Uri coordinator) => GrpcChannel.ForAddress(coordinator, new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        },
    });
}
