using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeepIoT.Coordinator.Tests;

public sealed class FarewellTests
{
    [Fact]
    public async Task A_call_that_is_not_answered_ends_soon_after_the_coordinator_is_told_to_stop()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var farewell = new Farewell(lifetime);
        var answer = new TaskCompletionSource<int>();
        var (answered, open) = (farewell.Cut(answer.Task), farewell.Cut(new TaskCompletionSource<int>().Task));

        lifetime.StopApplication();
        answer.SetResult(1);

        Assert.Equal(1, await answered);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => open)).StatusCode);
    }

    [Fact]
    public async Task A_stream_ends_when_the_coordinator_is_told_to_stop_with_what_was_sent_before()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var farewell = new Farewell(lifetime);
        var stream = Channel.CreateUnbounded<int>();
        using var ending = farewell.End(stream.Writer);
        stream.Writer.TryWrite(1);

        lifetime.StopApplication();

        Assert.Equal(1, await stream.Reader.ReadAsync());
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(async () => await stream.Reader.WaitToReadAsync())).StatusCode);
    }
}
