using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel.Stored;
using Google.Protobuf;

namespace DeepIoT.Compression.TimeModel;

/// <summary>An execution-time model as bytes.</summary>
public static class TimeModelFile
{
    private const int Version = 1;
    private const int DeepestTree = 40;

    public static byte[] Write(ExecutionTimeModel model) => new Stored.TimeModel
    {
        Version = Version,
        BoardClass = model.BoardClass,
        Observations = model.Observations,
        MedianError = model.MedianError,
        Energy = model.Cost == CostKind.Energy,
        Trees = { model.Trees.ToDictionary(tree => tree.Key, tree => Write(tree.Value)) },
    }.ToByteArray();

    /// <exception cref="RejectedException">The bytes are no execution-time model.</exception>
    public static ExecutionTimeModel Read(byte[] bytes)
    {
        try
        {
            var stored = Stored.TimeModel.Parser.ParseFrom(bytes);
            if (stored.Version != Version)
                throw Refused($"has layout {stored.Version}, and this program reads {Version}");
            return new ExecutionTimeModel(stored.BoardClass, stored.Trees.ToDictionary(tree => tree.Key, tree => Read(tree.Value, 0)), stored.Observations, stored.MedianError, stored.Energy ? CostKind.Energy : CostKind.Latency);
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw Refused(broken.Message);
        }
    }

    private static RejectedException Refused(string reason) => new("timeModel", reason, "Make it again with `deepiot characterise`.");

    private static Tree Write(TimeTree tree) => tree switch
    {
        TimeLeaf leaf => new Tree { Coefficients = { leaf.Coefficients } },
        TimeSplit split => new Tree { Split = Write(split) },
        _ => throw new ArgumentOutOfRangeException(nameof(tree)),
    };

    private static Split Write(TimeSplit split)
    {
        var stored = new Split { Feature = split.Question.Feature.ToString(), Yes = Write(split.Yes), No = Write(split.No) };
        if (split.Question.AtMost is { } limit) stored.AtMost = limit;
        else stored.MultipleOf = split.Question.MultipleOf!.Value;
        return stored;
    }

    private static TimeTree Read(Tree tree, int depth)
    {
        if (depth > DeepestTree) throw Refused($"has a tree of more than {DeepestTree} questions");
        if (tree.Split is null)
        {
            return tree.Coefficients.Count == Features.Linear && tree.Coefficients.All(c => double.IsFinite(c) && c >= 0)
                ? new TimeLeaf([.. tree.Coefficients])
                : throw Refused("has a leaf that is no linear model");
        }
        if (!Enum.TryParse<Feature>(tree.Split.Feature, out var feature) || !Enum.IsDefined(feature))
            throw Refused($"asks for '{tree.Split.Feature}', which no node has");
        var question = tree.Split.QuestionCase switch
        {
            Split.QuestionOneofCase.AtMost => new Question(feature, tree.Split.AtMost, null),
            Split.QuestionOneofCase.MultipleOf when tree.Split.MultipleOf > 0 => new Question(feature, null, tree.Split.MultipleOf),
            _ => throw Refused("has a split without a question"),
        };
        return new TimeSplit(question, Read(tree.Split.Yes ?? new(), depth + 1), Read(tree.Split.No ?? new(), depth + 1));
    }
}
