using System.CommandLine;

namespace DeepIoT.Cli.Shell;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    protected internal void AddRange(IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                Arguments.Add(argument);
            else
                Options.Add((Option)symbol);
        }
    }
}
