using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Submitting;

/// <summary>The file to send for a model: its own, or one with the weights that it keeps in files beside it.</summary>
internal sealed class SelfContainedModel : IDisposable
{
    private readonly bool _isOurs;

    public SelfContainedModel(string path)
    {
        var bytes = UserFiles.ReadModel(path);
        _isOurs = bytes.LongLength != new FileInfo(path).Length;
        Path = _isOurs ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName()) : path;
        if (_isOurs) UserFiles.Write(Path, bytes);
    }

    public string Path { get; }

    public void Dispose()
    {
        if (_isOurs) File.Delete(Path);
    }
}
