using DeepIoT.Coordinator.Artifacts;

namespace DeepIoT.Coordinator.Tests.Artifacts;

/// <summary>A store that a test takes away and gives back.</summary>
internal sealed class UnreliableStore(IArtifactStore store) : IArtifactStore
{
    public bool IsAway { get; set; }

    public int Refused { get; private set; }

    private IArtifactStore Store
    {
        get
        {
            if (!IsAway)
                return store;
            Refused++;
            throw new StoreUnavailableException("the test has taken it away");
        }
    }

    public async Task<StoredArtifact?> FindAsync(string sha256, CancellationToken cancellation) => await Store.FindAsync(sha256, cancellation);

    public async Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellation) => await Store.OpenReadAsync(sha256, cancellation);

    public async Task PutAsync(string sha256, FileStream whole, CancellationToken cancellation) => await Store.PutAsync(sha256, whole, cancellation);

    public async Task<bool> TouchAsync(string sha256, CancellationToken cancellation) => await Store.TouchAsync(sha256, cancellation);

    public async Task SetAsideAsync(string sha256, CancellationToken cancellation) => await Store.SetAsideAsync(sha256, cancellation);

    public async Task<bool> RemoveAsync(StoredArtifact seen, CancellationToken cancellation) => await Store.RemoveAsync(seen, cancellation);

    public IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellation) => Store.ListAsync(cancellation);
}
