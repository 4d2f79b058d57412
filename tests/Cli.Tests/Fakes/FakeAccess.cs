using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Fakes;

public sealed class FakeAccess : Access.AccessBase
{
    public ListTokensReply Known { get; } = new();

    public List<AuditEntry> Entries { get; } = [];

    /// <summary>Every order that came, in turn.</summary>
    public List<IMessage> Orders { get; } = [];

    public override Task<CreateTokenReply> Create(CreateTokenRequest request, ServerCallContext context)
    {
        Orders.Add(request);
        return Task.FromResult(new CreateTokenReply { Token = "deepiot-1234", ExpiresAt = Made.At });
    }

    public override Task<ListTokensReply> List(ListTokensRequest request, ServerCallContext context) => Task.FromResult(Known);

    public override Task<RevokeTokenReply> Revoke(RevokeTokenRequest request, ServerCallContext context)
    {
        Orders.Add(request);
        return Task.FromResult(new RevokeTokenReply());
    }

    public override async Task Audit(AuditRequest request, IServerStreamWriter<AuditEntry> responseStream, ServerCallContext context)
    {
        Orders.Add(request);
        foreach (var entry in Entries)
            await responseStream.WriteAsync(entry);
    }
}
