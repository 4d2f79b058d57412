using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Inner;

/// <summary>What a service is told of a call that comes from within this process, past <see cref="AccessGate.PassAsync"/>, and not by gRPC.</summary>
internal sealed class InnerCallContext(Call call) : ServerCallContext
{
    public Call Call => call;

    protected override string MethodCore => call.Method;

    protected override string HostCore => "";

    protected override string PeerCore => call.From;

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => call.Ending;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("An inner call is not handed on");
}
