using DeepIoT.Coordinator.Boards.Enrolment;
using DeepIoT.Coordinator.Storage;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace DeepIoT.Coordinator.Access;

/// <summary>
/// Lets a call through when its bearer token has a role that may make it: a token of the file, or the credential of an
/// enrolled board. The service finds the <see cref="Caller"/> with the call.
/// </summary>
internal sealed class TokenInterceptor(TokensFile tokens, Enrolments enrolments) : Interceptor
{
    private const string Scheme = "Bearer ";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Check(ServerCallContext context)
    {
        var header = context.RequestHeaders.GetValue("authorization") ?? "";
        var caller = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? CallerOf(header[Scheme.Length..]) : null;
        caller?.AddTo(context);
        if (AccessRules.Allows(context.Method, caller?.Role))
            return;
        throw caller is null
            ? new RpcException(new Status(StatusCode.Unauthenticated, "This coordinator asks for a token. Send `authorization: Bearer TOKEN`"))
            : new RpcException(new Status(StatusCode.PermissionDenied, $"A {caller.Role} may not call {context.Method}. Use a token of another role"));
    }

    /// <exception cref="RpcException">It is the credential of a board that was revoked.</exception>
    private Caller? CallerOf(string token)
    {
        if (tokens.Find(token) is { } known)
            return new Caller(known.Role, known.Name, Board: null);
        if (StorageCalls.OrUnavailable(() => enrolments.Find(token)) is not { } credential)
            return null;
        return credential.RevokedAt is null
            ? new Caller(Role.Board, credential.Board, credential.Board)
            : throw new RpcException(new Status(StatusCode.Unauthenticated, Enrolments.RevokedText(credential)));
    }
}
