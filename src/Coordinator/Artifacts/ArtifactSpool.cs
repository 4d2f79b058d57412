namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// The folder where uploads grow until their hash can be compared. Each file has one writer at a time, also among
/// coordinators that share the folder.
/// </summary>
internal sealed class ArtifactSpool
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);
    private readonly string _folder;

    public ArtifactSpool(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Bytes of an unfinished upload.</summary>
    public long Received(string sha256) =>
        new FileInfo(PathOf(sha256)) is { Exists: true } partial ? partial.Length : 0;

    /// <summary>Opens an upload at its end, or begins it.</summary>
    /// <exception cref="IOException">Another upload of the same artifact is under way.</exception>
    public FileStream Open(string sha256)
    {
        var file = new FileStream(PathOf(sha256), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    /// <summary>Forgets uploads that nobody has gone on with for a week.</summary>
    public void Sweep(DateTimeOffset now)
    {
        foreach (var partial in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (now - partial.LastWriteTimeUtc > Life)
                partial.Delete();
        }
    }

    private string PathOf(string sha256) => Path.Combine(_folder, ArtifactName.Checked(sha256));
}
