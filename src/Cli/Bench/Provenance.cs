using System.CommandLine;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Detection;

namespace DeepIoT.Cli.Bench;

/// <summary>What made a page of figures.</summary>
public sealed record Provenance(string Command, string Machine)
{
    public static Provenance Of(ParseResult parsed) => new(
        $"deepiot {string.Join(' ', parsed.Tokens.Select(t => t.Value))}",
        $"{BoardDetection.Describe(new SystemFiles(), "", boardClass: null, 1).BoardClass}, {Environment.ProcessorCount} cores");
}
