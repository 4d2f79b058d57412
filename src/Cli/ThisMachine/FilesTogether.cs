using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>Several files of one folder, of which either all appear or none.</summary>
public sealed class FilesTogether(string folder, IReadOnlyList<(string Name, Action<Stream> Write)> files)
{
    /// <summary>Writes each beside its place and moves them all when the last is whole.</summary>
    /// <exception cref="UserMistakeException">The folder cannot be written.</exception>
    public void Write(CancellationToken cancellation)
    {
        var isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, write) in files)
            {
                cancellation.ThrowIfCancellationRequested();
                using var part = new FileStream(Part(name), FileMode.Create, FileAccess.Write);
                write(part);
            }
            if (files.FirstOrDefault(file => Directory.Exists(Path.Combine(folder, file.Name))).Name is { } taken)
                throw new IOException($"{taken} is a folder");
            foreach (var (name, _) in files)
                File.Move(Part(name), Path.Combine(folder, name), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CleanUp(isNew);
            throw new UserMistakeException($"{folder} cannot be written: {e.Message.TrimEnd('.')}. Free some space or choose another folder.");
        }
        catch
        {
            CleanUp(isNew);
            throw;
        }
    }

    private string Part(string name) => Path.Combine(folder, $"{name}.{Environment.ProcessId}.part");

    private void CleanUp(bool isNew)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var (name, _) in files)
            File.Delete(Part(name));
        if (isNew && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
