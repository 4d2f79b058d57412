using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Artifacts;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// The one writer of an unfinished artifact. What it has written stays for a later upload to go on with, also while the
/// store is away; unless the disk is full or the hash is wrong: then nothing stays.
/// </summary>
internal sealed class ArtifactUpload(IArtifactStore store, string sha256, FileStream file) : IAsyncDisposable
{
    public long Received => file.Position;

    public void Restart() => file.SetLength(0);

    /// <exception cref="DiskFullException">Nothing of the upload is left.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException e) when (DiskFullException.Says(e))
        {
            Discard();
            throw new DiskFullException(e);
        }
    }

    /// <summary>Stores the artifact, or returns the hash that it has instead and leaves nothing.</summary>
    /// <exception cref="DiskFullException">Nothing of the upload is left.</exception>
    /// <exception cref="StoreUnavailableException">All of the upload is left.</exception>
    public async Task<string?> FinishAsync(CancellationToken cancellation)
    {
        try
        {
            await file.FlushAsync(cancellation);
            file.Flush(flushToDisk: true);
        }
        catch (IOException e) when (DiskFullException.Says(e))
        {
            Discard();
            throw new DiskFullException(e);
        }

        file.Position = 0;
        var actual = await Sha256.OfAsync(file, cancellation);
        if (actual != sha256)
        {
            Discard();
            return actual;
        }

        var bytes = file.Length;
        await store.PutAsync(sha256, file, cancellation);
        CoordinatorSignals.ArtifactBytes.Add(bytes, CoordinatorSignals.Stored);
        return null;
    }

    public void Discard() => File.Delete(file.Name);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await file.DisposeAsync();
        }
        catch (IOException e) when (DiskFullException.Says(e))
        {
            // The buffer's last bytes do not fit either; they were never acknowledged.
            Discard();
        }
    }
}
