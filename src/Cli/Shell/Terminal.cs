using Spectre.Console;

namespace DeepIoT.Cli.Shell;

/// <summary>Where a command writes: results to <see cref="Out"/>, everything about how it went to <see cref="Error"/>.</summary>
/// <param name="Rich">Null when the output is not a terminal; then lines stay plain.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole? Rich)
{
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, Console.IsOutputRedirected ? null : AnsiConsole.Console);
}
