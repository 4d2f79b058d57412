using System.CommandLine;
using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards characterise`</summary>
internal sealed class BoardsCharacteriseCommand : ClusterCommand
{
    public BoardsCharacteriseCommand(Terminal terminal)
        : base("characterise", "Learn how the time of a model on the boards of a class depends on its widths; campaigns come first on the boards, and what has been measured is not measured again.",
            "deepiot boards characterise CLASS samples/digits/digits.onnx -o class.timemodel")
    {
        var boardClass = new Argument<string>("class") { Description = "Class of the boards; `deepiot boards` shows it." };
        var sweep = new SweepOptionSet();
        Add(boardClass);
        sweep.AddTo(this);
        SetClusterAction((parsed, connection, cancellation) =>
            sweep.RunAsync(terminal, parsed, new ClusterBoard(connection, parsed.GetRequiredValue(boardClass)), cancellation));
    }
}
