using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Inner;

/// <summary>
/// Calls the coordinator's services from within, in somebody's name. It passes the same gate as gRPC does: token, role,
/// rates, limits and audit log hold for it alike.
/// </summary>
/// <param name="authorization">As the header of that name; null when its caller shows no token.</param>
/// <param name="from">Address that the caller comes from.</param>
internal sealed class InnerInvoker(InnerServices services, AccessGate gate, string? authorization, string from) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var end = new CallEnd(options.CancellationToken);
        var reply = RunAsync(method, request, isUnary: true, end, context => services.Verb<UnaryServerMethod<TRequest, TResponse>>(method)(request, context));
        return new AsyncUnaryCall<TResponse>(reply, NoHeaders(), NoStatus, NoTrailers, end.Now);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var end = new CallEnd(options.CancellationToken);
        var answers = new InnerStream<TResponse>();
        // Its end, good or bad, is told to the reader.
        _ = RunAsync(method, request, isUnary: false, end, async context =>
            {
                await services.Verb<ServerStreamingServerMethod<TRequest, TResponse>>(method)(request, answers, context);
                return true;
            })
            .ContinueWith(run => answers.End(run.Exception?.InnerException ?? (run.IsCanceled ? new OperationCanceledException() : null)), TaskScheduler.Default);
        return new AsyncServerStreamingCall<TResponse>(answers, NoHeaders(), NoStatus, NoTrailers, end.Now);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var end = new CallEnd(options.CancellationToken);
        var questions = new InnerStream<TRequest>();
        var reply = RunAsync(method, null, isUnary: false, end, async context =>
        {
            try
            {
                return await services.Verb<ClientStreamingServerMethod<TRequest, TResponse>>(method)(questions, context);
            }
            finally
            {
                questions.End(null);
            }
        });
        return new AsyncClientStreamingCall<TRequest, TResponse>(questions, reply, NoHeaders(), NoStatus, NoTrailers, end.Now);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException("Nobody in this process is a board");

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("Await the call");

    private async Task<T> RunAsync<T>(IMethod method, object? request, bool isUnary, CallEnd end, Func<InnerCallContext, Task<T>> service)
    {
        using (end)
        {
            using var call = new Call(method.FullName, from, authorization, end.Token);
            return await gate.PassAsync(call, request, isUnary, () => service(new InnerCallContext(call)));
        }
    }

    private static Task<Metadata> NoHeaders() => Task.FromResult(new Metadata());

    private static Status NoStatus() => Status.DefaultSuccess;

    private static Metadata NoTrailers() => [];
}
