namespace DeepIoT.Cli.Shell;

/// <summary>Something the user can mend; the message says what and how. Ends the command with <see cref="ExitCode.UsersMistake"/>.</summary>
public sealed class UserMistakeException(string message) : Exception(message);
