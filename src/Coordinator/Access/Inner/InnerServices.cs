using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Inner;

/// <summary>The verbs of the coordinator's services by their names on the wire, for callers in this process.</summary>
internal sealed class InnerServices : ServiceBinderBase
{
    private readonly Dictionary<string, Delegate> _verbs = [];

    /// <returns>The delegate that gRPC would call.</returns>
    public TVerb Verb<TVerb>(IMethod method)
        where TVerb : Delegate => (TVerb)_verbs[method.FullName];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    private void Add(IMethod method, Delegate? handler)
    {
        if (handler is not null)
            _verbs.Add(method.FullName, handler);
    }
}
