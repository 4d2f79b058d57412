using DeepIoT.Cli.Inspecting;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot inspect`</summary>
internal sealed class InspectCommand : ExampleCommand
{
    public InspectCommand(Terminal terminal)
        : base("inspect", "Show a model's layers, what can shrink together and why, and what is fixed and why.",
            "deepiot inspect samples/digits/digits.onnx")
    {
        var model = CommonOptions.Model();
        var format = CommonOptions.Format();
        Add(model);
        Add(format);
        SetAction(parsed => terminal.Print(
            ModelInspection.Of(UserFiles.Read(parsed.GetRequiredValue(model))), parsed.GetValue(format)));
    }
}
