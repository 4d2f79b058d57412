using DeepIoT.Coordinator.Access.Audit;
using DeepIoT.Coordinator.Access.Limits;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>
/// Every gRPC call passes here before a byte of its message is read: who calls, whether the role may, how often and how
/// many at a time. It also says how a call ended that did not get as far as its service.
/// </summary>
/// <param name="callers">Null where nobody is asked for a token.</param>
internal sealed class AccessGate(CallLimits limits, OpenCalls open, CallRates rates, AuditLog audit, Callers? callers = null) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // What else is served, such as the health page, has no message and changes nothing.
        if (!IsGrpc(context))
        {
            await next(context);
            return;
        }

        using var call = new Call(
            context.Request.Path.Value ?? "",
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            context.Request.Headers.Authorization,
            context.RequestAborted);
        context.Features.Set(call);
        context.RequestAborted = call.Ending;
        // A message that is still on its way is read without looking at the above.
        var body = context.Request.BodyReader;
        using var ending = call.Ending.Register(body.CancelPendingRead);
        try
        {
            Admit(call);
            open.Enter(call);
            if (IsUnary(context))
                Hurry(call);
            await next(context);
            Settle(context.Response, call);
        }
        catch (RpcException refusal)
        {
            call.Outcome = refusal.Status;
            GrpcStatus.Write(context.Response, refusal.Status);
        }
        finally
        {
            open.Leave(call);
            audit.Note(call);
        }
    }

    /// <summary>The same for what this process asks for in a caller's name, without gRPC in between.</summary>
    /// <exception cref="RpcException">The call is refused, here or by its service.</exception>
    public async Task<T> PassAsync<T>(Call call, object? request, bool isUnary, Func<Task<T>> service)
    {
        try
        {
            Admit(call);
            open.Enter(call);
            if (isUnary)
                Hurry(call);
            call.On = CallInterceptor.SubjectOf(request);
            var reply = await service();
            call.Outcome = Status.DefaultSuccess;
            return reply;
        }
        catch (RpcException refusal)
        {
            call.Outcome = refusal.Status;
            throw;
        }
        catch (OperationCanceledException)
        {
            call.Outcome = call.EndedBy ?? new Status(StatusCode.Cancelled, "The caller went away");
            throw call.EndedBy is { } why ? new RpcException(why) : new OperationCanceledException();
        }
        finally
        {
            open.Leave(call);
            audit.Note(call);
        }
    }

    private void Hurry(Call call) =>
        call.EndAfter(limits.RequestTime, new Status(StatusCode.DeadlineExceeded, $"The call was not done within {limits.RequestTime.TotalSeconds:0} s"));

    private void Admit(Call call)
    {
        if (callers is null)
            return;
        try
        {
            call.Caller = callers.Of(call.Authorization);
        }
        catch (RpcException stranger) when (stranger.StatusCode == StatusCode.Unauthenticated)
        {
            rates.CountStranger(call.From);
            if (!AccessRules.Allows(call.Method, role: null))
                throw;
            return;
        }

        rates.CountCaller(call.Caller);
        if (!AccessRules.Allows(call.Method, call.Caller.Role))
        {
            throw new RpcException(new Status(
                StatusCode.PermissionDenied, $"A {call.Caller.Role.Word()} may not call {call.What}. Use a token of another role"));
        }
    }

    public static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsUnary(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type == MethodType.Unary;

    private static void Settle(HttpResponse response, Call call)
    {
        var outcome = GrpcStatus.Of(response);
        if (call.IsAbandoned)
            outcome = new Status(StatusCode.Cancelled, "The caller went away");
        else if (outcome.StatusCode != StatusCode.OK && call.EndedBy is { } why)
            outcome = GrpcStatus.Write(response, why);
        else if (outcome.StatusCode == StatusCode.Unknown && !call.IsReached)
            outcome = GrpcStatus.Write(response, Unreadable.Status);
        call.Outcome = outcome;
    }
}
