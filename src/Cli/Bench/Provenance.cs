using System.CommandLine;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Bench;

/// <summary>What made a page of figures.</summary>
public sealed record Provenance(string Command, string Machine)
{
    public static Provenance Of(ParseResult parsed) => new(
        $"deepiot {string.Join(' ', parsed.Tokens.Select(t => t.Value))}",
        $"{LocalBoard.Class()}, {Environment.ProcessorCount} cores");
}
