using Grpc.Core;
using Grpc.Net.Client;

namespace DeepIoT.Protocol;

/// <summary>The channel that clients, trainers and boards open to a coordinator.</summary>
public static class CoordinatorChannel
{
    /// <summary>
    /// Opens no connection yet: the first call does. A peer that vanished without a word is noticed within half a minute.
    /// </summary>
    /// <param name="token">Goes with every call as `authorization: Bearer`; over https only. Null sends none.</param>
    public static GrpcChannel To(Uri coordinator, string? token = null) => GrpcChannel.ForAddress(coordinator, new GrpcChannelOptions
    {
        Credentials = token is null ? null : ChannelCredentials.Create(ChannelCredentials.SecureSsl, Bearer(token)),
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        },
    });

    private static CallCredentials Bearer(string token) => CallCredentials.FromInterceptor((_, headers) =>
    {
        headers.Add("authorization", $"Bearer {token}");
        return Task.CompletedTask;
    });
}
