using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Access.Limits;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Access.Limits;

public sealed class OpenCallsTests
{
    private readonly OpenCalls _open = new(new CallLimits { OpenPerCaller = 2, Open = 3 });

    [Fact]
    public void A_caller_has_so_many_calls_open_and_may_have_another_once_one_has_ended()
    {
        var first = Enter("sam");
        Enter("sam");

        var refused = Assert.Throws<RpcException>(() => Enter("sam"));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("sam has 2 calls open", refused.Status.Detail, StringComparison.Ordinal);

        _open.Leave(first);
        // What never came in does not leave twice.
        _open.Leave(first);
        Enter("sam");
        Assert.Throws<RpcException>(() => Enter("sam"));
    }

    [Fact]
    public void All_callers_together_have_so_many()
    {
        Enter("sam");
        Enter("eve");
        Enter(null);

        Assert.Contains("has 3 calls open", Assert.Throws<RpcException>(() => Enter("ada")).Status.Detail, StringComparison.Ordinal);
        Assert.Equal(3, _open.All().Count);
    }

    private Call Enter(string? name)
    {
        var call = new Call("/deepiot.v1.Boards/Attach", "::1", null, default) { Caller = name is null ? null : new Caller(Role.Board, name, null) };
        _open.Enter(call);
        return call;
    }
}
