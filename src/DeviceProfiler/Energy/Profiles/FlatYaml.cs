using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeepIoT.DeviceProfiler.Energy.Profiles;

/// <summary>
/// One YAML mapping of texts and of mappings of texts, whose names are joined by dots. It uses the parser alone,
/// which needs no reflection; lists, aliases and tags are refused.
/// </summary>
internal static class FlatYaml
{
    private const int DeepestNesting = 2;

    /// <exception cref="YamlException">The text is no such mapping; its start names the place.</exception>
    public static Dictionary<string, (string Text, int Line)> Read(TextReader text)
    {
        var parser = new Parser(text);
        var fields = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return fields;
        Mapping(parser, "", 1, fields);
        parser.Consume<DocumentEnd>();
        return fields;
    }

    private static void Mapping(Parser parser, string prefix, int depth, Dictionary<string, (string Text, int Line)> fields)
    {
        if (depth > DeepestNesting || !parser.TryConsume<MappingStart>(out _))
            throw new YamlException(parser.Current!.Start, parser.Current.End, "a line `name: value` is expected here");
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = prefix + parser.Consume<Scalar>().Value;
            if (!parser.TryConsume<Scalar>(out var value))
                Mapping(parser, $"{name}.", depth + 1, fields);
            else if (!fields.TryAdd(name, (value.Value, (int)value.Start.Line)))
                throw new YamlException(value.Start, value.End, $"`{name}` is given twice");
        }
    }
}
