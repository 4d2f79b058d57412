using System.Security.Cryptography;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// The one writer of an unfinished artifact. What it has written stays for a later upload to go on with, unless the
/// disk is full or the hash is wrong: then nothing stays.
/// </summary>
internal sealed class ArtifactUpload : IAsyncDisposable
{
    private readonly ArtifactFolder _folder;
    private readonly string _sha256;
    private readonly string _partial;
    private readonly FileStream _file;

    public ArtifactUpload(ArtifactFolder folder, string sha256, string partial)
    {
        (_folder, _sha256, _partial) = (folder, sha256, partial);
        _file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _file.Seek(0, SeekOrigin.End);
    }

    public long Received => _file.Position;

    public void Restart() => _file.SetLength(0);

    /// <exception cref="DiskFullException">Nothing of the upload is left.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _file.WriteAsync(bytes, cancellation);
        }
        catch (IOException e) when (DiskFullException.Says(e))
        {
            Discard();
            throw new DiskFullException(e);
        }
    }

    /// <summary>Stores the artifact, or returns the hash that it has instead and leaves nothing.</summary>
    /// <exception cref="DiskFullException">Nothing of the upload is left.</exception>
    public async Task<string?> FinishAsync(CancellationToken cancellation)
    {
        try
        {
            await _file.FlushAsync(cancellation);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e) when (DiskFullException.Says(e))
        {
            Discard();
            throw new DiskFullException(e);
        }

        _file.Position = 0;
        var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(_file, cancellation));
        if (actual != _sha256)
        {
            Discard();
            return actual;
        }

        _folder.Keep(_partial, _sha256);
        return null;
    }

    public void Discard() => File.Delete(_partial);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException e) when (DiskFullException.Says(e))
        {
            // The buffer's last bytes do not fit either; they were never acknowledged.
            Discard();
        }
    }
}
