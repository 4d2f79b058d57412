using Grpc.Net.Client;

namespace DeepIoT.Protocol;

/// <summary>The channel that clients, trainers and boards open to a coordinator.</summary>
public static class CoordinatorChannel
{
    /// <summary>Environment variable with the token that a secured coordinator asks for.</summary>
    public const string TokenVariable = "DEEPIOT_TOKEN";

    // Trainers keep every core busy, and a coordinator beside them may be slow to answer.
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Opens no connection yet: the first call does. A peer that vanished without a word is noticed within half a minute.
    /// </summary>
    /// <param name="patience">How long nothing may come before the peer is asked for a sign of life, for which it has half as long; 20 s when null.</param>
    /// <param name="token">Proves who is calling, over https only; by default what <see cref="TokenVariable"/> says.</param>
    public static GrpcChannel To(Uri coordinator, string? token = null, TimeSpan? patience = null)
    {
        token ??= Environment.GetEnvironmentVariable(TokenVariable);
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = patience ?? LongPatience,
            KeepAlivePingTimeout = (patience ?? LongPatience) / 2,
        };
        return GrpcChannel.ForAddress(coordinator, new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = string.IsNullOrEmpty(token) ? handler : new BearerTokenHandler(token, handler),
        });
    }
}
