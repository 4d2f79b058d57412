using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace DeepIoT.Protocol;

/// <summary>The channel that clients, trainers and boards open to their coordinators.</summary>
public static class CoordinatorChannel
{
    /// <summary>Environment variable with the token that a secured coordinator asks for.</summary>
    public const string TokenVariable = "DEEPIOT_TOKEN";

    // As Grpc.Net.Client knows it.
    private const string BalancingDisabled = "__GrpcLoadBalancingDisabled";

    // In bytes: the answer to Results has every reading of every candidate.
    private const int LargestAnswer = 128 * 1024 * 1024;

    // Trainers keep every core busy, and a coordinator beside them may be slow to answer. Where there is another one to
    // turn to, that one is turned to sooner.
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(20), ShortPatience = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Opens no connection yet: the first call does. A peer that vanished without a word is noticed within half a minute.
    /// With several coordinators, questions and what may be repeated are repeated at another one, with back-off.
    /// </summary>
    /// <param name="patience">How long nothing may come before the peer is asked for a sign of life, for which it has half as long; 20 s when null, 8 s with several coordinators.</param>
    /// <param name="token">Proves who is calling, over https only; by default what <see cref="TokenVariable"/> says.</param>
    /// <param name="trust">Whose certificates are taken; those that this machine trusts when null.</param>
    public static GrpcChannel To(CoordinatorAddresses coordinators, string? token = null, TimeSpan? patience = null, X509ChainPolicy? trust = null)
    {
        token ??= Environment.GetEnvironmentVariable(TokenVariable);
        var areSeveral = coordinators.All.Count > 1;
        var quiet = patience ?? (areSeveral ? ShortPatience : LongPatience);
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = quiet,
            KeepAlivePingTimeout = quiet / 2,
            SslOptions = { CertificateChainPolicy = trust },
        };
        // Else every call would wait for a connection to the channel's one address, whichever it goes to in the end.
        if (areSeveral)
            sockets.Properties[BalancingDisabled] = true;
        HttpMessageHandler handler = sockets;
        if (!string.IsNullOrEmpty(token))
            handler = new BearerTokenHandler(token, handler);
        if (areSeveral)
            handler = new AnyCoordinatorHandler(coordinators, Random.Shared.Next(coordinators.All.Count), handler);
        return GrpcChannel.ForAddress(coordinators.First, new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = handler,
            MaxReceiveMessageSize = LargestAnswer,
            ServiceConfig = areSeveral ? new ServiceConfig { MethodConfigs = { Repeated } } : null,
        });
    }

    // Streams and transfers go on by themselves where they stopped; an invitation made twice would be two.
    private static MethodConfig Repeated => new()
    {
        Names =
        {
            new MethodName { Service = "deepiot.v1.Campaigns" },
            new MethodName { Service = "deepiot.v1.Trainers" },
            new MethodName { Service = "deepiot.v1.Boards", Method = "List" },
            new MethodName { Service = "deepiot.v1.Boards", Method = "Show" },
            new MethodName { Service = "deepiot.v1.Boards", Method = "Drain" },
            new MethodName { Service = "deepiot.v1.Boards", Method = "Resume" },
            new MethodName { Service = "deepiot.v1.Boards", Method = "Enrol" },
        },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromSeconds(0.5),
            MaxBackoff = TimeSpan.FromSeconds(5),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
