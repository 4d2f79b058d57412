using System.Threading.Channels;
using Grpc.Core;

namespace DeepIoT.Coordinator;

/// <summary>
/// Ends the calls of a coordinator that stops: its streams at once, and others that it has not answered soon: one that was
/// put out of the cluster never would, and would be waited for. Whoever called turns to another one.
/// </summary>
internal sealed class Farewell : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationToken _stops;
    private readonly CancellationTokenRegistration _stopping;

    public Farewell(IHostApplicationLifetime lifetime)
    {
        _stops = lifetime.ApplicationStopping;
        _stopping = _stops.Register(() => _over.CancelAfter(Patience));
    }

    private static RpcException Refusal => new(new Status(StatusCode.Unavailable, "This coordinator is stopping. Another one, or the next, goes on"));

    /// <summary>Has what a stream sends end with UNAVAILABLE when the coordinator stops; until it is disposed of.</summary>
    public CancellationTokenRegistration End<T>(ChannelWriter<T> stream) => _stops.Register(() => stream.TryComplete(Refusal));

    /// <exception cref="RpcException">UNAVAILABLE, when the coordinator stops before the answer is there.</exception>
    public async Task<T> Cut<T>(Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(_over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !answer.IsCompleted)
        {
            throw Refusal;
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Dispose();
    }
}
