using DeepIoT.Coordinator.Access.Audit;
using DeepIoT.Coordinator.Access.Tokens;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>access.proto on the wire.</summary>
internal sealed class AccessService(TokenDesk desk, AuditLog audit, TimeProvider time) : Protocol.V1.Access.AccessBase
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public override Task<CreateTokenReply> Create(CreateTokenRequest request, ServerCallContext context) =>
        Task.FromResult(desk.Create(request, Caller.Of(context)?.Name ?? ""));

    public override Task<ListTokensReply> List(ListTokensRequest request, ServerCallContext context) => Task.FromResult(desk.List());

    public override Task<RevokeTokenReply> Revoke(RevokeTokenRequest request, ServerCallContext context)
    {
        desk.Revoke(request.Name);
        return Task.FromResult(new RevokeTokenReply());
    }

    public override async Task Audit(AuditRequest request, IServerStreamWriter<AuditEntry> responseStream, ServerCallContext context)
    {
        if (request.Since is { } asked && !asked.IsMoment())
            throw Rejections.Of("since", "it is no moment", "Leave it out for the last day");
        var since = request.Since?.ToDateTimeOffset() ?? time.GetUtcNow() - Day;
        foreach (var entry in audit.Read(since).Where(entry => !request.Refused || entry.Outcome != AuditLog.Fine))
            await responseStream.WriteAsync(entry, context.CancellationToken);
    }
}
