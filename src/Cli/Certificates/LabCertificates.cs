using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Certificates;

/// <summary>
/// The certificates of a lab, in a folder: one authority for what users and boards connect to, and another for the
/// cluster, so that whoever serves gRPC is no node by that.
/// </summary>
internal sealed class LabCertificates(string folder)
{
    private const UnixFileMode
        Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        Everybodys = Ours | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes all of them; what is there already is replaced only when <paramref name="overwrite"/> says so.</summary>
    /// <exception cref="UserMistakeException">Some are there already, or the folder cannot be written.</exception>
    public void Write(IReadOnlyList<string> hosts, DateTimeOffset now, TimeSpan life, bool overwrite)
    {
        using var authority = new LabAuthority("DeepIoT lab", now, life);
        using var cluster = new LabAuthority("DeepIoT lab cluster", now, life);
        var pairs = new (string Name, PemPair Pair)[]
        {
            ("authority", authority.Own),
            ("server", authority.ForServer("DeepIoT coordinator", hosts)),
            ("cluster-authority", cluster.Own),
            ("cluster", cluster.ForPeer("DeepIoT node", hosts)),
        };
        if (!overwrite)
            RefuseToReplace(pairs.Select(pair => pair.Name));
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, pair) in pairs)
            {
                Write(Certificate(name), pair.Certificate, Everybodys);
                Write(Key(name), pair.Key, Ours);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"--out: {e.Message.TrimEnd('.')}. Choose a folder of your own.");
        }
    }

    private string Certificate(string name) => Path.Combine(folder, $"{name}.pem");

    private string Key(string name) => Path.Combine(folder, $"{name}-key.pem");

    private void RefuseToReplace(IEnumerable<string> names)
    {
        var there = names.SelectMany(name => new[] { Certificate(name), Key(name) }).Where(File.Exists).ToArray();
        if (there.Length > 0)
            throw new UserMistakeException($"--out: {string.Join(", ", there)} are there already. Choose another folder, or give --overwrite: what trusts the old ones then trusts nothing.");
    }

    // The permissions are the file's from its first byte; an old file goes first, with its own.
    private static void Write(string path, string text, UnixFileMode mode)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using var file = new StreamWriter(path, options);
        file.Write(text);
        file.Write('\n');
    }
}
