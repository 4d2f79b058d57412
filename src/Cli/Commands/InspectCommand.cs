using DeepIoT.Cli.Inspecting;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot inspect`</summary>
internal sealed class InspectCommand : ExampleCommand
{
    public InspectCommand(Terminal terminal)
        : base("inspect", "Show a model's layers, what can shrink together and why, and what is fixed and why.",
            "deepiot inspect samples/digits/digits.onnx", "deepiot inspect samples/digits/digits.onnx --plan 10%")
    {
        var model = CommonOptions.Model();
        var format = CommonOptions.Format();
        Add(model);
        var plan = CommonOptions.Of<double?>(
            "--plan", "Also show the structure that a uniform share of the parameters gives, such as 10% or 0.1.", "share", text => Amounts.Share(text).AsNullable(), null);
        Add(plan);
        Add(format);
        SetAction(parsed => terminal.Print(
            ModelInspection.Of(UserFiles.ReadModel(parsed.GetRequiredValue(model)), parsed.GetValue(plan)), parsed.GetValue(format)));
    }
}
