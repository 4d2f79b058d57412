namespace DeepIoT.Cli.Yaml;

/// <summary>A piece of a YAML document with the line it starts on, counted from 1.</summary>
public abstract record YamlNode(int Line);

public sealed record YamlScalar(int Line, string Text) : YamlNode(Line);

public sealed record YamlSequence(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line);

/// <summary>Entries in file order; a key that is repeated appears repeatedly.</summary>
public sealed record YamlMapping(int Line, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line);

public sealed record YamlEntry(int Line, string Key, YamlNode Value);
