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
        if (call.On.Length == 0)
            call.On = SubjectOf(reply);
        return reply;
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var paced = Paced(requestStream, context, limits.UploadBytesPerSecond);
        try
        {
            return await continuation(paced, context);
        }
        finally
        {
            await paced.EndAsync();
        }
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Reached(context, request);
        return continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var paced = Paced(requestStream, context, bytesPerSecond: null);
        try
        {
            await continuation(paced, responseStream, context);
        }
        finally
        {
            await paced.EndAsync();
        }
    }

    private static Call Reached(ServerCallContext context, object? request = null)
    {
        var call = Call.Of(context) ?? throw new InvalidOperationException($"{context.Method} did not pass the gate");
        call.IsReached = true;
        call.On = SubjectOf(request);
        return call;
    }

    private PacedReader<T> Paced<T>(IAsyncStreamReader<T> stream, ServerCallContext context, int? bytesPerSecond)
        where T : class =>
        new(stream, context.GetHttpContext().Request.BodyReader, Reached(context), limits.Patience, bytesPerSecond);

    /// <summary>Empty for what names nothing.</summary>
    public static string SubjectOf(object? sent) => sent is not IMessage message ? "" : Subjects
        .Select(name => message.Descriptor.FindFieldByName(name)?.Accessor.GetValue(message) as string)
        .FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
}
