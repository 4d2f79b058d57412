using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Bench;

/// <summary>`deepiot bench`</summary>
internal sealed class BenchCommand : ExampleCommand
{
    public BenchCommand(Terminal terminal, TimeProvider time)
        : base("bench", "Run the method on known tasks and write down what it finds.", "deepiot bench paper --task lenet5 --seeds 1")
    {
        Add(new BenchPaperCommand(terminal, time));
        Add(new BenchTimeModelCommand(terminal));
        Add(new BenchSteeringCommand(terminal, time));
        Add(new BenchSteeringBoardCommand(terminal, time));
        Add(new BenchSpreadCommand(terminal));
    }
}
