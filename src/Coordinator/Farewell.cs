using Grpc.Core;

namespace DeepIoT.Coordinator;

/// <summary>
/// Ends the calls of a coordinator that stops and has not answered them soon: one that was put out of the cluster never
/// would, and would be waited for. Whoever called turns to another one.
/// </summary>
internal sealed class Farewell : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _stopping;

    public Farewell(IHostApplicationLifetime lifetime) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _over.CancelAfter(Patience));

    /// <exception cref="RpcException">UNAVAILABLE, when the coordinator stops before the answer is there.</exception>
    public async Task<T> Cut<T>(Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(_over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !answer.IsCompleted)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, new CoordinatorStoppingException().Message));
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Dispose();
    }
}
