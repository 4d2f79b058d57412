namespace DeepIoT.DeviceProfiler.Enrolment;

/// <summary>
/// A board's credential for one coordinator in a file that only its user may read: a line each for secret, hash of the
/// join token and hint of the class. One that the coordinator has not confirmed yet lies beside it.
/// </summary>
internal sealed class CredentialFile(string folder, Uri coordinator, string board)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.Combine(folder, "credentials", Uri.EscapeDataString($"{coordinator.Authority} {board}"));

    private string UnconfirmedPath => Path + ".unconfirmed";

    /// <summary>Null when there is none.</summary>
    public BoardCredential? Read() => Read(Path);

    /// <summary>Null when there is none.</summary>
    public BoardCredential? ReadUnconfirmed() => Read(UnconfirmedPath);

    /// <summary>Kept before the coordinator hears of it, so that an answer that is lost loses nothing.</summary>
    public void WriteUnconfirmed(BoardCredential credential) => Write(UnconfirmedPath, credential);

    public void Confirm(BoardCredential credential)
    {
        Write(UnconfirmedPath, credential);
        File.Move(UnconfirmedPath, Path, overwrite: true);
    }

    private static BoardCredential? Read(string path) =>
        File.Exists(path) && File.ReadAllLines(path) is [{ Length: > 0 } secret, var join, var hint] ? new(secret, join, hint) : null;

    private static void Write(string path, BoardCredential credential)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        // A file that is made anew has its mode from the start; one that somebody left open to others would keep theirs.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(credential.Secret);
        writer.WriteLine(credential.JoinSha256);
        writer.WriteLine(credential.ClassHint);
        writer.Flush();
        ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
    }
}
