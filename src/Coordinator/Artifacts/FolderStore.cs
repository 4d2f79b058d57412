using System.Runtime.CompilerServices;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Artifacts as files. One is renamed into its place, so uploads have to be spooled in the same file system. Several
/// coordinators may share the folder.
/// </summary>
internal sealed class FolderStore(string root, TimeProvider time) : IArtifactStore
{
    private const string Aside = "corrupt", Removed = "removed";

    public Task<StoredArtifact?> FindAsync(string sha256, CancellationToken cancellation) =>
        Task.FromResult(ArtifactName.IsValid(sha256) ? Found(new FileInfo(PathOf(sha256))) : null);

    public Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException(e.Message, sha256, e);
        }
    }

    public Task PutAsync(string sha256, FileStream whole, CancellationToken cancellation)
    {
        Move(whole.Name, PathOf(sha256));
        return Task.CompletedTask;
    }

    public Task<bool> TouchAsync(string sha256, CancellationToken cancellation)
    {
        if (!ArtifactName.IsValid(sha256) || !File.Exists(PathOf(sha256)))
            return Task.FromResult(false);
        try
        {
            File.SetLastWriteTimeUtc(PathOf(sha256), time.GetUtcNow().UtcDateTime);
            return Task.FromResult(true);
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult(false);
        }
    }

    public Task SetAsideAsync(string sha256, CancellationToken cancellation)
    {
        if (File.Exists(PathOf(sha256)))
            Move(PathOf(sha256), Path.Combine(root, Aside, sha256));
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(StoredArtifact seen, CancellationToken cancellation)
    {
        var (path, removed) = (PathOf(seen.Sha256), Path.Combine(root, Removed, seen.Sha256));
        try
        {
            // Out of reach first: nobody touches it any more once its age is looked at.
            Move(path, removed);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult(false);
        }

        var stays = Found(new FileInfo(removed))!.Since > seen.Since;
        if (stays)
            Move(removed, path);
        else
            File.Delete(removed);
        return Task.FromResult(!stays);
    }

    public async IAsyncEnumerable<StoredArtifact> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Their folders have the first two digits for a name, which `corrupt`, `removed` and the spool have not.
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories("??"))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var file in folder.EnumerateFiles().Where(file => ArtifactName.IsValid(file.Name)))
            {
                if (Found(file) is { } stored)
                    yield return stored;
            }

            await Task.Yield();
        }
    }

    private static StoredArtifact? Found(FileInfo file) =>
        file.Exists ? new StoredArtifact(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)) : null;

    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to, overwrite: true);
    }

    private string PathOf(string sha256) => Path.Combine(root, ArtifactName.Checked(sha256)[..2], sha256);
}
