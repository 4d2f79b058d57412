using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Commands.Zoo;

/// <summary>`deepiot zoo list`</summary>
internal sealed class ZooListCommand : ExampleCommand
{
    private static readonly Column<ZooEntry>[] Columns =
    [
        new("name", "name", e => e.Name),
        new("description", "network", e => e.Description),
        new("task", "task", e => e.Task.ToString().ToLowerInvariant()),
        new("input", "sample", e => string.Join('×', e.Input)),
        new("classes", "classes", e => e.Classes),
        new("data", "data", e => e.Data),
    ];

    public ZooListCommand(Terminal terminal)
        : base("list", "List the networks.", "deepiot zoo list")
    {
        var format = CommonOptions.Format();
        Add(format);
        SetAction(parsed => terminal.Print(Sheet.Of(ModelZoo.Entries, Columns, "The zoo is empty."), parsed.GetValue(format)));
    }
}
