using System.CommandLine;

namespace DeepIoT.Cli.Shell;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
