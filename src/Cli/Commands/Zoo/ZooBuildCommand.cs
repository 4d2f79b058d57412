using DeepIoT.Cli.Shell;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Commands.Zoo;

/// <summary>`deepiot zoo build`</summary>
internal sealed class ZooBuildCommand : ExampleCommand
{
    public ZooBuildCommand(Terminal terminal)
        : base("build", "Write an untrained network.",
            "deepiot zoo build lenet5 -o lenet5-untrained.onnx", "deepiot zoo build vgg16 --width 0.25 -o vgg16-narrow.onnx")
    {
        var (network, width, classes) = (ZooOptions.Network(), ZooOptions.Width(), ZooOptions.Classes());
        var (seed, file) = (ZooOptions.Seed(), ZooOptions.File());
        Add(network);
        Add(width);
        Add(classes);
        Add(seed);
        Add(file);
        SetAction(parsed => terminal.Write(
            parsed.GetRequiredValue(file),
            OnnxFile.Serialize(ModelZoo.Find(parsed.GetRequiredValue(network))
                .Build(parsed.GetValue(seed), parsed.GetValue(width), parsed.GetValue(classes)))));
    }
}
