using System.Globalization;

namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>
/// The files by which Linux tells about the device (/proc, /sys, /etc), below a root that tests replace.
/// A file that is absent or may not be read is null: the system does not tell.
/// </summary>
public sealed class SystemFiles(string root = "/")
{
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(PathOf(path)).Trim('\0', '\n', ' ', '\t');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public double? Number(string path) =>
        double.TryParse(Text(path), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    public bool Exists(string path) => File.Exists(PathOf(path));

    /// <summary>Where a file is on this machine.</summary>
    public string PathOf(string path) => Path.Combine(root, path);

    /// <summary>What a symbolic link leads to, as it is written in the link; null when the path is none.</summary>
    public string? LinkTarget(string path) => new FileInfo(PathOf(path)).LinkTarget;

    /// <summary>Value of the first line `key : value` or `key=value`.</summary>
    public string? Field(string path, string key) => Fields(path, key).FirstOrDefault();

    public IEnumerable<string> Fields(string path, string key)
    {
        foreach (var line in Text(path)?.Split('\n') ?? [])
        {
            var cut = line.IndexOfAny([':', '=']);
            if (cut > 0 && line.AsSpan(0, cut).Trim().SequenceEqual(key))
                yield return line[(cut + 1)..].Trim().Trim('"');
        }
    }

    /// <summary>Paths below the root of the entries of a folder that match, sorted; none when there is no such folder.</summary>
    public IReadOnlyList<string> Entries(string folder, string pattern)
    {
        var full = PathOf(folder);
        if (!Directory.Exists(full))
            return [];
        return [.. Directory.EnumerateFileSystemEntries(full, pattern).Select(entry => Path.Combine(folder, Path.GetFileName(entry))).Order(StringComparer.Ordinal)];
    }
}
