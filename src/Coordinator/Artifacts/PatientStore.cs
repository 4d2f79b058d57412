using DeepIoT.Protocol.Artifacts;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Repeats what a store could not do, with growing pauses, for as long as a caller may be kept waiting. Tells
/// <see cref="StoreCondition"/> of both failure and success, so that it is shown.
/// </summary>
internal sealed class PatientStore(IArtifactStore store, StoreCondition condition, TimeProvider time) : IArtifactStore
{
    /// <summary>Below the patience of callers, so that they are told why.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    public Task<StoredArtifact?> FindAsync(string sha256, CancellationToken cancellation) =>
        Insist(() => store.FindAsync(sha256, cancellation), cancellation);

    public Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellation) =>
        Insist(() => store.OpenReadAsync(sha256, cancellation), cancellation);

    public Task PutAsync(string sha256, FileStream whole, CancellationToken cancellation) =>
        Insist(() => store.PutAsync(sha256, whole, cancellation), cancellation);

    public Task<bool> TouchAsync(string sha256, CancellationToken cancellation) =>
        Insist(() => store.TouchAsync(sha256, cancellation), cancellation);

    public Task SetAsideAsync(string sha256, CancellationToken cancellation) =>
        Insist(() => store.SetAsideAsync(sha256, cancellation), cancellation);

    public Task<bool> RemoveAsync(StoredArtifact seen, CancellationToken cancellation) =>
        Insist(() => store.RemoveAsync(seen, cancellation), cancellation);

    /// <summary>Not repeated: half a list cannot be gone on with.</summary>
    public IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellation) => store.ListAsync(cancellation);

    private Task<bool> Insist(Func<Task> step, CancellationToken cancellation) =>
        Insist(
            async () =>
            {
                await step();
                return true;
            },
            cancellation);

    private async Task<T> Insist<T>(Func<Task<T>> step, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        for (var failures = 0; ;)
        {
            try
            {
                var done = await step();
                condition.Works();
                return done;
            }
            catch (StoreUnavailableException e)
            {
                condition.Fails(e.Message);
                var pause = TransferRetry.Pause(++failures);
                if (time.GetElapsedTime(begun) + pause > Patience)
                    throw;
                await Task.Delay(pause, time, cancellation);
            }
        }
    }
}
