using System.CommandLine;
using System.CommandLine.Invocation;
using DeepIoT.Cli.Commands;
using DeepIoT.Cli.Parsing;

namespace DeepIoT.Cli.Shell;

/// <summary>The whole command: parses, runs, and turns every failure into plain lines and an exit code.</summary>
public sealed class DeepIotCommandLine(Terminal terminal, TimeProvider time, string logFolder)
{
    /// <summary>Long enough for a trainer to hand back its trials after Ctrl-C.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show the details of internal errors and the programs' own logs.",
        Recursive = true,
    };

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation = default)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed);
        try
        {
            return await parsed.InvokeAsync(Invocation(), cancellation);
        }
#pragma warning disable CA1031 // the last place where a failure can become a line and an exit code
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Report(e, parsed.GetValue(_verbose));
        }
    }

    public RootCommand Root()
    {
        var root = new RootCommand("Makes trained neural networks small enough for embedded boards, and measures them there.") { _verbose };
        foreach (var command in AllCommands.Make(terminal, time, _verbose, logFolder))
            root.Add(command);
        HelpWithExamples.AddTo(root);
        return root;
    }

    private InvocationConfiguration Invocation() => new()
    {
        Output = terminal.Out,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = StopTimeout,
    };

    private int Refuse(ParseResult parsed)
    {
        foreach (var error in parsed.Errors.DistinctBy(e => e.Message))
            terminal.Error.WriteLine(error.Message);
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));
        var meant = parsed.UnmatchedTokens is [var token, ..] ? Spelling.Meant(token, known) : "";
        terminal.Error.WriteLine($"{meant}See `deepiot {(command is RootCommand ? "" : $"{command.Name} ")}--help`.");
        return ExitCode.UsersMistake;
    }

    private int Report(Exception exception, bool verbose)
    {
        var failure = Failure.From(exception);
        foreach (var line in failure.Lines)
            terminal.Error.WriteLine(line);
        if (failure.ExitCode != ExitCode.Ours)
            return failure.ExitCode;
        if (verbose)
            terminal.Error.WriteLine(exception);
        else if (new CrashLog(logFolder, time).Write(exception) is { } log)
            terminal.Error.WriteLine($"The details are in {log}; --verbose prints them here.");
        else
            terminal.Error.WriteLine("Run it again with --verbose to see the details.");
        return failure.ExitCode;
    }
}
