using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Watching;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot top`</summary>
internal sealed class TopCommand : ClusterCommand
{
    public TopCommand(Terminal terminal, TimeProvider time)
        : base("top", "Show what trainers and boards do, again and again until Ctrl-C; once where the output is no terminal.",
            "deepiot top", "deepiot top --every 10")
    {
        var every = CommonOptions.Of("--every", "Seconds between two looks.", "seconds", Numbers.Between(1, 3600), 2);
        Add(every);
        SetClusterAction((parsed, connection, cancellation) =>
            new ClusterTop(terminal, time, connection).ShowAsync(TimeSpan.FromSeconds(parsed.GetValue(every)), cancellation));
    }
}
