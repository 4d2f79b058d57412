using DeepIoT.Cli.Shell;
using DeepIoT.Compression;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>
/// A copy of a model for whoever reads files by other rules than ours, such as another machine or ONNX Runtime: it holds
/// the weights that the model keeps in files beside it, and lies in a folder of its own.
/// </summary>
internal sealed class SelfContainedModel : IDisposable
{
    private readonly DirectoryInfo _folder;

    /// <exception cref="UserMistakeException">There is no such file, or it may not be read.</exception>
    /// <exception cref="RejectedException">It is no ONNX model, or keeps weights outside its folder, or where there are none.</exception>
    public SelfContainedModel(string path)
    {
        var bytes = UserFiles.ReadModel(path);
        // Bytes that are no model for us come back as they are, and could name files to another reader.
        OnnxFile.Parse(bytes);
        _folder = Directory.CreateTempSubdirectory("deepiot-");
        Path = System.IO.Path.Combine(_folder.FullName, System.IO.Path.GetFileName(path));
        UserFiles.Write(Path, bytes);
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
