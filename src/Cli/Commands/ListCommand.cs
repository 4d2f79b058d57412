using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands;

/// <summary>A command that prints everything of one kind that a coordinator knows.</summary>
internal abstract class ListCommand<T> : ClusterCommand
{
    protected ListCommand(Terminal terminal, string name, string description, IReadOnlyList<Column<T>> columns, string whenEmpty, params string[] examples)
        : base(name, description, examples)
    {
        var format = CommonOptions.Format();
        Add(format);
        SetClusterAction(async (parsed, connection, cancellation) =>
            terminal.Print(Sheet.Of(await FetchAsync(connection, cancellation), columns, whenEmpty), parsed.GetValue(format)));
    }

    protected abstract Task<IReadOnlyList<T>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation);
}
