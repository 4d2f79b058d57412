using DeepIoT.Protocol.Artifacts;

namespace DeepIoT.DeviceProfiler.Models;

/// <summary>Models kept in a folder by their hash; those used least recently leave it above a size.</summary>
internal sealed class ModelCache(string folder, long limitBytes, ArtifactClient client, TimeProvider time)
{
    private readonly ArtifactCache _artifacts = new(folder, client);

    public async Task<string> PathOfAsync(string sha256, CancellationToken cancel)
    {
        var path = await _artifacts.PathOfAsync(sha256, cancel);
        // The time of last use; that of last access is off on many boards to spare their flash.
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        ShrinkAround(path);
        return path;
    }

    /// <summary>The next use fetches the model anew.</summary>
    public void Forget(string sha256) => File.Delete(Path.Combine(folder, sha256));

    private void ShrinkAround(string used)
    {
        var files = new DirectoryInfo(folder).GetFiles().OrderByDescending(file => file.FullName == Path.GetFullPath(used)).ThenByDescending(file => file.LastWriteTimeUtc);
        var kept = 0L;
        foreach (var file in files)
        {
            kept += file.Length;
            if (kept > limitBytes && file.FullName != Path.GetFullPath(used))
                file.Delete();
        }
    }
}
