using System.Text;
using System.Text.Json;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Bench;

/// <summary>Where the suite keeps what it has done, so that a run that was broken off goes on from there.</summary>
public sealed class PaperFolder(string root)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public string Data => Path.Combine(root, "data");

    public string ModelOf(string name) => Path.Combine(root, "models", $"{name}.onnx");

    /// <summary>Null when there is none yet.</summary>
    public T? Read<T>(string name)
        where T : class =>
        File.Exists(FileOf(name)) ? JsonSerializer.Deserialize<T>(UserFiles.Read(FileOf(name)), Options) : null;

    public void Write<T>(string name, T value) => UserFiles.Write(FileOf(name), Encoding.UTF8.GetBytes(JsonText.Of(value)));

    public byte[]? Checkpoint(string name) => File.Exists(CheckpointOf(name)) ? UserFiles.Read(CheckpointOf(name)) : null;

    public void Keep(string name, byte[] checkpoint) => UserFiles.Write(CheckpointOf(name), checkpoint);

    public void Forget(string name) => File.Delete(CheckpointOf(name));

    private string FileOf(string name) => Path.Combine(root, "runs", $"{name}.json");

    private string CheckpointOf(string name) => Path.Combine(root, "runs", $"{name}.checkpoint");
}
