using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeepIoT.Cli.Yaml;

/// <summary>
/// Reads one YAML document of scalars, lists and mappings. Aliases and tags are refused: a campaign file has no
/// use for them, and without them what a file can cost is bounded by its length.
/// </summary>
public static class YamlTree
{
    private const int DeepestNesting = 16;

    /// <exception cref="YamlException">The text is not such a document; its start names the place.</exception>
    public static YamlNode Read(TextReader text)
    {
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return new YamlMapping(1, []);
        var root = Node(parser, 0);
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
            throw Refusal(parser.Current!, "a second document starts here; a campaign file has one");
        return root;
    }

    private static YamlNode Node(Parser parser, int depth)
    {
        var here = parser.Current!;
        if (depth > DeepestNesting)
            throw Refusal(here, $"nested deeper than {DeepestNesting} levels");
        if (here is NodeEvent { Tag.IsEmpty: false })
            throw Refusal(here, "tags are not used in campaign files");
        if (here is AnchorAlias)
            throw Refusal(here, "aliases are not used in campaign files");

        var line = (int)here.Start.Line;
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlScalar(line, scalar.Value);
        if (parser.TryConsume<SequenceStart>(out _))
            return new YamlSequence(line, Until<SequenceEnd, YamlNode>(parser, () => Node(parser, depth + 1)));
        parser.Consume<MappingStart>();
        return new YamlMapping(line, Until<MappingEnd, YamlEntry>(parser, () => Entry(parser, depth + 1)));
    }

    private static YamlEntry Entry(Parser parser, int depth)
    {
        if (!parser.TryConsume<Scalar>(out var key))
            throw Refusal(parser.Current!, "a field's name must be plain text");
        return new YamlEntry((int)key.Start.Line, key.Value, Node(parser, depth));
    }

    private static List<T> Until<TEnd, T>(Parser parser, Func<T> next)
        where TEnd : ParsingEvent
    {
        var items = new List<T>();
        while (!parser.TryConsume<TEnd>(out _))
            items.Add(next());
        return items;
    }

    private static YamlException Refusal(ParsingEvent at, string reason) => new(at.Start, at.End, reason);
}
