namespace DeepIoT.Protocol.Artifacts;

/// <summary>A file on its way: grows beside its final path, survives a broken transfer, and is renamed once whole.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private bool _kept;

    private PartialFile(string path, bool kept) =>
        // Windows renames an open file only if it is shared for that; elsewhere sharing nothing is what locks it.
        (_file, _kept) = (
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None),
            kept);

    public long Length => _file.Length;

    /// <summary>Goes on with the `.part` of an earlier transfer; with a file of its own while another process holds that.</summary>
    public static PartialFile Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return new PartialFile(path + ".part", kept: true);
        }
        catch (IOException) when (File.Exists(path + ".part"))
        {
            return new PartialFile($"{path}.{Guid.NewGuid():N}.part", kept: false);
        }
    }

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _file.Seek(0, SeekOrigin.End);
        await _file.WriteAsync(bytes, cancellation);
    }

    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        _file.Seek(0, SeekOrigin.Begin);
        return await Sha256.OfAsync(_file, cancellation);
    }

    public void Become(string path)
    {
        _file.Flush(flushToDisk: true);
        File.Move(_file.Name, path, overwrite: true);
        _kept = true;
    }

    public void Discard() => _kept = false;

    public ValueTask DisposeAsync()
    {
        if (!_kept || Length == 0)
            File.Delete(_file.Name);
        return _file.DisposeAsync();
    }
}
