using DeepIoT.Cli.Shell;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Commands.Zoo;

/// <summary>`deepiot zoo build`</summary>
internal sealed class ZooBuildCommand : ExampleCommand
{
    public ZooBuildCommand(Terminal terminal)
        : base("build", "Write an untrained network.", "deepiot zoo build lenet5 -o lenet5-untrained.onnx")
    {
        var (network, seed, file) = (ZooOptions.Network(), ZooOptions.Seed(), ZooOptions.File());
        Add(network);
        Add(seed);
        Add(file);
        SetAction(parsed => terminal.Write(
            parsed.GetRequiredValue(file),
            OnnxFile.Serialize(ModelZoo.Find(parsed.GetRequiredValue(network)).Build(parsed.GetValue(seed)))));
    }
}
