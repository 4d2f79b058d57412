using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Data;

/// <summary>`deepiot data`</summary>
internal sealed class DataCommand : ExampleCommand
{
    public DataCommand(Terminal terminal)
        : base("data", "Public data sets for the networks of the zoo.", "deepiot data prepare hapt --from hapt -o data") =>
        Add(new DataPrepareCommand(terminal));
}
