using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Zoo;

/// <summary>`deepiot zoo`</summary>
internal sealed class ZooCommand : ExampleCommand
{
    public ZooCommand(Terminal terminal)
        : base("zoo", "Networks that come with the product: list, build and train them.",
            "deepiot zoo list", "deepiot zoo build lenet5 -o lenet5-untrained.onnx")
    {
        Add(new ZooListCommand(terminal));
        Add(new ZooBuildCommand(terminal));
        Add(new ZooTrainCommand(terminal));
    }
}
