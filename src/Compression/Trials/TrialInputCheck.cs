using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Trials;

/// <summary>Does the data fit the model?</summary>
internal static class TrialInputCheck
{
    public static IReadOnlyList<Problem> Problems(TrialInput input, ModelGraph graph)
    {
        var problems = new List<Problem>();
        var wanted = graph.Input.Shape[1..];
        // Data files often leave out a channel dimension of one, or hold a sample as one flat row.
        var size = wanted.Aggregate(1L, (a, b) => a * b);
        var isFlat = input.Train.Shape.Length == 1 && input.Train.SampleSize == size;
        if (!isFlat && !WithoutOnes(input.Train.Shape).SequenceEqual(WithoutOnes(wanted)))
        {
            problems.Add(new Problem("data", $"has samples of shape {Value.Describe(input.Train.Shape)} where the model takes {Value.Describe(wanted)}",
                "Use the data the model was trained on, in the layout of its input."));
        }
        using var task = input.NewTask();
        problems.AddRange(task.Problems(graph, [.. input.Parts.Where(part => part.IsLabelled)]));
        if (graph.Groups.Count == 0)
        {
            problems.Add(new Problem("model", "has no units that can be removed: " + string.Join("; ", graph.Grouping.Fixed.Select(g => $"{g.Name}: {g.FixedBecause}")),
                "Look at `deepiot inspect` for what is fixed and why."));
        }
        return problems;
    }

    private static IEnumerable<long> WithoutOnes(IEnumerable<long> shape) => shape.Where(n => n != 1);
}
