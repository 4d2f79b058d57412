using System.Security.Cryptography;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Immutable blobs as files named by their SHA-256. A file is complete or not there: bytes arrive in `partial/`, are
/// flushed, hashed and then renamed.
/// </summary>
internal sealed class ArtifactFolder
{
    private static readonly TimeSpan PartialLife = TimeSpan.FromDays(7);
    private readonly string _root;

    /// <param name="maxBytes">Largest artifact that is taken.</param>
    public ArtifactFolder(string root, long maxBytes)
    {
        (_root, MaxBytes) = (root, maxBytes);
        Directory.CreateDirectory(Path.Combine(root, "partial"));
    }

    public long MaxBytes { get; }

    public bool Has(string sha256) => ArtifactName.IsValid(sha256) && File.Exists(PathOf(sha256));

    /// <summary>Bytes of a stored artifact; null when it is not stored.</summary>
    public long? BytesOf(string sha256) => Has(sha256) ? new FileInfo(PathOf(sha256)).Length : null;

    /// <summary>Bytes of an unfinished upload.</summary>
    public long Received(string sha256) =>
        new FileInfo(PartialOf(sha256)) is { Exists: true } partial ? partial.Length : 0;

    /// <exception cref="FileNotFoundException">It is not stored.</exception>
    public FileStream OpenRead(string sha256) => new(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>Goes on with an upload at its end, or begins it.</summary>
    /// <exception cref="IOException">Another upload of the same artifact is under way.</exception>
    public ArtifactUpload Begin(string sha256) => new(this, sha256, PartialOf(sha256));

    /// <summary>Stores what was made here, such as a report.</summary>
    public async Task<ArtifactRef> PutAsync(ReadOnlyMemory<byte> content, string name)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (!Has(sha256))
        {
            await using var upload = Begin(sha256);
            upload.Restart();
            await upload.WriteAsync(content, CancellationToken.None);
            await upload.FinishAsync(CancellationToken.None);
        }

        return new ArtifactRef { Sha256 = sha256, Bytes = content.Length, Name = name };
    }

    /// <summary>Forgets uploads that nobody has gone on with for a week.</summary>
    public void Sweep(DateTimeOffset now)
    {
        foreach (var partial in new DirectoryInfo(Path.Combine(_root, "partial")).EnumerateFiles())
        {
            if (now - partial.LastWriteTimeUtc > PartialLife)
                partial.Delete();
        }
    }

    internal void Keep(string partial, string sha256)
    {
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(partial, path, overwrite: true);
        CoordinatorSignals.ArtifactBytes.Add(new FileInfo(path).Length);
    }

    private string PathOf(string sha256) => Path.Combine(_root, Checked(sha256)[..2], sha256);

    private string PartialOf(string sha256) => Path.Combine(_root, "partial", Checked(sha256));

    private static string Checked(string sha256) =>
        ArtifactName.IsValid(sha256) ? sha256 : throw new ArgumentException("An artifact is named by 64 lower-case hex digits", nameof(sha256));
}
