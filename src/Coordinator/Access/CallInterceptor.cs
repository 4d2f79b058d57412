using DeepIoT.Coordinator.Access.Limits;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace DeepIoT.Coordinator.Access;

/// <summary>Tells what a call is about, and paces what clients stream.</summary>
internal sealed class CallInterceptor(CallLimits limits, Farewell farewell) : Interceptor
{
    // The fields by which messages name what they are about, on every service.
    private static readonly string[] Subjects = ["campaign_id", "sha256", "name"];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var call = Reached(context, request);
        var reply = await farewell.Cut(continuation(request, context));
        if (call is { On: "" })
            call.On = SubjectOf(reply);
        return reply;
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(Paced(requestStream, context, limits.UploadBytesPerSecond), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Reached(context, request);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(Paced(requestStream, context, bytesPerSecond: null), responseStream, context);

    private static Call? Reached(ServerCallContext context, object? request = null)
    {
        var call = Call.Of(context);
        if (call is null)
            return null;
        call.IsReached = true;
        call.On = SubjectOf(request);
        return call;
    }

    private IAsyncStreamReader<T> Paced<T>(IAsyncStreamReader<T> stream, ServerCallContext context, int? bytesPerSecond)
        where T : class =>
        Reached(context) is { } call ? new PacedReader<T>(stream, call, limits.Patience, bytesPerSecond) : stream;

    /// <summary>Empty for what names nothing.</summary>
    public static string SubjectOf(object? sent) => sent is not IMessage message ? "" : Subjects
        .Select(name => message.Descriptor.FindFieldByName(name)?.Accessor.GetValue(message) as string)
        .FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
}
