using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot characterise`</summary>
internal sealed class CharacteriseCommand : ExampleCommand
{
    public CharacteriseCommand(Terminal terminal)
        : base("characterise", "Learn how the time of a model on this machine, or another board, depends on its widths, for `compress --time-model`.",
            "deepiot characterise samples/digits/digits.onnx -o this-machine.timemodel",
            "deepiot compress samples/digits/digits.onnx --data samples/digits/digits.csv.gz --test-share 20% --scale 1/16 --time-model this-machine.timemodel --target 50%")
    {
        var sweep = new SweepOptionSet();
        var measuredBy = CommonOptions.MeasuredBy();
        sweep.AddTo(this);
        Add(measuredBy);
        SetAction((parsed, cancellation) => sweep.RunAsync(terminal, parsed, CommonOptions.Board(parsed.GetValue(measuredBy)), cancellation));
    }
}
