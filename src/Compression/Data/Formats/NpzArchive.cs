using System.IO.Compression;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>
/// A ZIP of NPY members. Members are looked up by name and unpacked in memory only: a name is never a path.
/// </summary>
internal sealed class NpzArchive : IDisposable
{
    private const string Ending = ".npy";
    private const int NamesShown = 12;

    private readonly string _field;
    private readonly long _fileBytes;
    private readonly ZipArchive _archive;

    /// <exception cref="RejectedException">There is no such file, or it is no ZIP.</exception>
    public NpzArchive(string path, string field)
    {
        _field = field;
        var file = DataFile.OpenPlain(path, field);
        _fileBytes = file.Length;
        try
        {
            _archive = new ZipArchive(file, ZipArchiveMode.Read);
            _ = _archive.Entries.Count;
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw new RejectedException(field, "this is not an NPZ archive: its ZIP directory cannot be read", "Write it with numpy.savez, or copy it again");
        }
    }

    public bool Has(string member) => _archive.Entries.Any(entry => entry.FullName == member + Ending);

    /// <exception cref="RejectedException">No such member, two of that name, or not a plain array.</exception>
    /// <param name="orElse">What can be done besides naming another one, with the words before it.</param>
    public ArrayReader Open(string member, string field, string orElse = "")
    {
        var entries = _archive.Entries.Where(entry => entry.FullName == member + Ending).ToArray();
        if (entries.Length != 1)
        {
            throw new RejectedException(
                field,
                entries.Length == 0 ? $"the archive has no array '{member}'" : $"the archive has {entries.Length} arrays '{member}'",
                $"Name one that is there: {NamesThere()}{orElse}");
        }
        var entry = entries[0];
        if (entry.IsEncrypted)
            throw new RejectedException(field, $"the array '{member}' is encrypted", "Save it without a password");
        // The directory may lie about sizes, so the file's own length bounds what can come out of it.
        var packedBytes = Math.Min(entry.CompressedLength, _fileBytes);
        var content = new VerifiedStream(entry.Open(), entry.Crc32, (uint)entry.Length);
        return NpyReader.Open(content, Math.Min(packedBytes * DataFile.MostDeflateRatio, entry.Length), isBound: true, field).Bounded(packedBytes, field);
    }

    private string NamesThere()
    {
        var names = _archive.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => name[..^Ending.Length]).Order(StringComparer.Ordinal).ToArray();
        return names.Length switch
        {
            0 => $"none of the {_archive.Entries.Count} members of '{_field}' is an array",
            <= NamesShown => string.Join(", ", names),
            _ => $"{string.Join(", ", names[..NamesShown])} and {names.Length - NamesShown} more",
        };
    }

    public void Dispose() => _archive.Dispose();
}
