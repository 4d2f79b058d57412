using System.CommandLine;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot completion`</summary>
internal sealed class CompletionCommand : ExampleCommand
{
    public CompletionCommand(Terminal terminal)
        : base("completion", "Print a script that teaches the shell to complete this command.",
            "source <(deepiot completion bash)", "deepiot completion fish > ~/.config/fish/completions/deepiot.fish")
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.ByShell.Keys]);
        Add(shell);
        SetAction(parsed => terminal.Out.Write(CompletionScripts.ByShell[parsed.GetRequiredValue(shell)]));
    }
}
