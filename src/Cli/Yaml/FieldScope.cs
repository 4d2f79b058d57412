using DeepIoT.Cli.Parsing;

namespace DeepIoT.Cli.Yaml;

/// <summary>
/// Reads the fields of one mapping and collects every problem instead of stopping at the first. What a
/// refused field returns is its fallback; the caller drops all of it once there are problems.
/// </summary>
public sealed class FieldScope
{
    private readonly YamlMapping _mapping;
    private readonly string _path;
    private readonly List<FileProblem> _problems;
    private readonly Dictionary<string, int> _lines;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public FieldScope(YamlMapping mapping, List<FileProblem> problems, Dictionary<string, int> lines)
        : this(mapping, "", problems, lines)
    {
    }

    private FieldScope(YamlMapping mapping, string path, List<FileProblem> problems, Dictionary<string, int> lines)
    {
        (_mapping, _path, _problems, _lines) = (mapping, path, problems, lines);
        foreach (var repeated in mapping.Entries.GroupBy(e => e.Key, StringComparer.Ordinal).Where(g => g.Count() > 1))
            Refuse(repeated.Last().Line, PathOf(repeated.Key), $"is given twice, first on line {repeated.First().Line}", "Keep one of them.");
    }

    public int Line => _mapping.Line;

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public bool Has(string name) => _mapping.Entries.Any(entry => entry.Key == name);

    public T? Required<T>(string name, Func<string, Parsed<T>> parse, string remedy)
    {
        if (Take(name) is { } node)
            return Scalar(node, PathOf(name), parse, default!);
        RefuseMissing(name, remedy);
        return default;
    }

    public T Optional<T>(string name, Func<string, Parsed<T>> parse, T fallback) =>
        Take(name) is { } node ? Scalar(node, PathOf(name), parse, fallback) : fallback;

    /// <summary>The node of a field that may be text or a mapping; null when absent.</summary>
    public YamlNode? Take(string name)
    {
        _known.Add(name);
        if (_mapping.Entries.FirstOrDefault(entry => entry.Key == name) is not { } entry)
            return null;
        _lines[PathOf(name)] = entry.Line;
        return entry.Value;
    }

    public FieldScope? Section(string name)
    {
        if (Take(name) is not { } node)
            return null;
        return Section(node, PathOf(name));
    }

    public FieldScope? Section(YamlNode node, string path)
    {
        if (node is YamlMapping mapping)
            return new FieldScope(mapping, path, _problems, _lines);
        if (node is not YamlScalar { Text: "" })
            Refuse(node.Line, path, "is not a group of fields", $"Write the fields of '{path}' indented below it.");
        return null;
    }

    /// <summary>The groups of fields in a list, each with its path, e.g. `targets[1]`; null when there is no list.</summary>
    public IReadOnlyList<FieldScope>? Sections(string name)
    {
        if (Take(name) is not { } node)
            return null;
        if (node is YamlSequence sequence)
            return [.. sequence.Items.Select((item, index) => Item(item, $"{PathOf(name)}[{index}]")).OfType<FieldScope>()];
        Refuse(node.Line, PathOf(name), "is not a list", "Start each entry on a line of its own with '- '.");
        return null;
    }

    /// <summary>Free names with plain values, such as the options of a method.</summary>
    public IReadOnlyDictionary<string, string> FreeFields()
    {
        foreach (var entry in _mapping.Entries)
            _known.Add(entry.Key);
        return _mapping.Entries
            .DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key, entry => Scalar(entry.Value, PathOf(entry.Key), text => (Parsed<string>)text, ""));
    }

    public T Scalar<T>(YamlNode node, string path, Func<string, Parsed<T>> parse, T fallback)
    {
        if (node is not YamlScalar scalar)
        {
            Refuse(node.Line, path, "must be one plain value", "Write the value behind the colon.");
            return fallback;
        }
        var parsed = parse(scalar.Text);
        if (parsed.Complaint is not { } complaint)
            return parsed.Value;
        Refuse(scalar.Line, path, complaint.Reason, complaint.Remedy);
        return fallback;
    }

    /// <summary>Refuses every field that nobody has asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var entry in _mapping.Entries.Where(entry => !_known.Contains(entry.Key)))
            Refuse(entry.Line, PathOf(entry.Key), "is not a field of a campaign file",
                $"{Spelling.Meant(entry.Key, _known)}Known here: {string.Join(", ", _known)}.");
    }

    public void RefuseMissing(string name, string remedy) => Refuse(Line, PathOf(name), "is missing", remedy);

    public void Refuse(string name, string reason, string remedy) =>
        Refuse(_lines.GetValueOrDefault(PathOf(name), Line), PathOf(name), reason, remedy);

    private FieldScope? Item(YamlNode item, string path)
    {
        _lines[path] = item.Line;
        return Section(item, path);
    }

    private void Refuse(int line, string field, string reason, string remedy) =>
        _problems.Add(new FileProblem(line, field, reason, remedy));
}
