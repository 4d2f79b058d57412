using DeepIoT.Cli.Shell;
using DeepIoT.Compression;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>Files that the user names on the command line.</summary>
public static class UserFiles
{
    /// <exception cref="UserMistakeException">There is no such file, or it may not be read.</exception>
    public static byte[] Read(string path) => Read(path, File.ReadAllBytes);

    /// <summary>An ONNX file together with the weights that it keeps in files beside it.</summary>
    /// <exception cref="UserMistakeException">There is no such file, or it may not be read.</exception>
    /// <exception cref="RejectedException">The file keeps weights outside its folder, or where there are none.</exception>
    public static byte[] ReadModel(string path) => Read(path, OnnxFile.ReadSelfContained);

    private static byte[] Read(string path, Func<string, byte[]> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"{path} cannot be read: {Reason(e, path)}");
        }
    }

    /// <summary>Writes beside the place first, so that the file appears whole or not at all.</summary>
    /// <exception cref="UserMistakeException">The place cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllBytes(part, bytes);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new UserMistakeException($"{path} cannot be written: {Reason(e, path)}");
        }
    }

    private static string Reason(Exception e, string path) => e switch
    {
        _ when Directory.Exists(path) => "it is a folder. Name a file.",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file. Check the path.",
        UnauthorizedAccessException => "access is denied. Give yourself the right to it.",
        _ => $"{e.Message} Free some space or choose another place.",
    };
}
