using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Artifacts;

/// <summary>`deepiot artifacts`</summary>
internal sealed class ArtifactsCommand : ExampleCommand
{
    public ArtifactsCommand(Terminal terminal)
        : base("artifacts", "Look after the stored models, data, checkpoints and reports.", "deepiot artifacts gc") =>
        Add(new ArtifactsGcCommand(terminal));
}
