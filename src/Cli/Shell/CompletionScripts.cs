namespace DeepIoT.Cli.Shell;

/// <summary>Scripts for shells: each asks the program itself what fits at the cursor, so they never go out of date.</summary>
public static class CompletionScripts
{
    public static IReadOnlyDictionary<string, string> ByShell { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = """
            _deepiot() {
                local IFS=$'\n'
                local words
                words=$(deepiot "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
                COMPREPLY=($(compgen -W "${words}" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _deepiot deepiot

            """,
        ["zsh"] = """
            #compdef deepiot
            _deepiot() {
                local -a words
                words=("${(@f)$(deepiot "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -- ${words:#}
                _files
            }
            compdef _deepiot deepiot

            """,
        ["fish"] = """
            complete -c deepiot -a '(deepiot "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'

            """,
    };
}
