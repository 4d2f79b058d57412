using System.Collections.Concurrent;

namespace DeepIoT.Protocol.Artifacts;

/// <summary>
/// Artifacts kept in a folder under their names, fetched when first asked for. Several processes may share the
/// folder. What lies there is hashed again before its first use in a process, and fetched anew when it is corrupt.
/// </summary>
public sealed class ArtifactCache(string folder, ArtifactClient client)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<string, string> _sound = new();

    /// <summary>Path of a file with exactly the bytes of that name.</summary>
    public async Task<string> PathOfAsync(string sha256, CancellationToken cancellation)
    {
        if (!Sha256.IsName(sha256))
            throw new ArgumentException($"`{sha256}` names no artifact", nameof(sha256));
        var gate = _gates.GetOrAdd(sha256, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation);
        try
        {
            if (_sound.TryGetValue(sha256, out var known) && File.Exists(known))
                return known;
            var path = Path.Combine(folder, sha256);
            if (!File.Exists(path) || await Sha256.OfFileAsync(path, cancellation) != sha256)
                await client.DownloadAsync(sha256, path, cancellation);
            return _sound[sha256] = path;
        }
        finally
        {
            gate.Release();
        }
    }
}
