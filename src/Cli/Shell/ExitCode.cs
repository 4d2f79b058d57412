namespace DeepIoT.Cli.Shell;

/// <summary>What the shell is told.</summary>
public static class ExitCode
{
    public const int Success = 0;
    public const int Ours = 1;
    public const int UsersMistake = 2;

    /// <summary>Stopped by Ctrl-C before the answer was there, the shell's own convention.</summary>
    public const int Interrupted = 130;
}
