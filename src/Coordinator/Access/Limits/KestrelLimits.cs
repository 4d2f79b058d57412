using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DeepIoT.Coordinator.Access.Limits;

/// <summary>The limits that hold before anything is known of a caller.</summary>
internal static class KestrelLimits
{
    private const int HeaderBytes = 16 * 1024, Headers = 50;

    private static readonly TimeSpan
        HeadersWithin = TimeSpan.FromSeconds(10),
        SilentConnection = TimeSpan.FromSeconds(30),
        SignOfLifeWithin = TimeSpan.FromSeconds(20);

    public static void Apply(this CallLimits limits, KestrelServerLimits kestrel)
    {
        kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.RequestHeadersTimeout = HeadersWithin;
        // It would break the connection without a word; a call that is sent slowly meets RequestTime or Patience, and is told so.
        kestrel.MinRequestBodyDataRate = null;
        kestrel.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.MaxRequestHeaderCount = Headers;
        kestrel.Http2.MaxStreamsPerConnection = limits.StreamsPerConnection;
        // A peer that vanished holds its streams no longer than this.
        kestrel.Http2.KeepAlivePingDelay = SilentConnection;
        kestrel.Http2.KeepAlivePingTimeout = SignOfLifeWithin;
    }
}
