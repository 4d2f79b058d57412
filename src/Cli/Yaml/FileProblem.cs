namespace DeepIoT.Cli.Yaml;

/// <summary>One thing to mend in a file: the line, the field, why it is refused, what to do about it.</summary>
public sealed record FileProblem(int Line, string Field, string Reason, string Remedy);
