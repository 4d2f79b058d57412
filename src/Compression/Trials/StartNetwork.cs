using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Trials;

/// <summary>What a search begins with: the model, or a network that was sliced from it before.</summary>
internal static class StartNetwork
{
    private const string Field = "search.warmStart";

    public static ModelGraph Of(TrialInput input, ModelGraph model) => input.Start is null ? model : ModelGraph.Read(input.Start);

    /// <summary>Why the network that is to be begun with cannot have been sliced from the model.</summary>
    public static IReadOnlyList<Problem> Problems(TrialInput input, ModelGraph model)
    {
        if (input.Start is not { } bytes)
            return [];
        ModelGraph start;
        try
        {
            start = ModelGraph.Read(bytes);
        }
        catch (RejectedException rejected)
        {
            return [.. rejected.Problems.Select(problem => new Problem(Field, $"cannot be read: {problem.Field} {problem.Reason}", problem.Remedy))];
        }
        if (!start.Input.Shape.SequenceEqual(model.Input.Shape) || !start.Groups.Select(g => g.Name).SequenceEqual(model.Groups.Select(g => g.Name)))
            return [new Problem(Field, "is a network of another model: input or unit groups differ", "Begin with a candidate of a campaign on this model.")];
        return [.. start.Groups.Zip(model.Groups).Where(pair => pair.First.Units > pair.Second.Units).Select(pair => new Problem(
            Field, $"has {pair.First.Units} units in {pair.First.Name} where the model has {pair.Second.Units}", "Begin with a candidate of a campaign on this model."))];
    }
}
