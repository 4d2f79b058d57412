namespace DeepIoT.Compression.Data;

/// <summary>What must hold inside one part: finite inputs, labels that are class numbers.</summary>
internal static class PartCheck
{
    /// <summary>Far above any classifier for a board; it keeps one wild label from sizing anything.</summary>
    public const int MostClasses = 1 << 16;

    /// <returns>Null when problems were added.</returns>
    public static Samples? ToSamples(RawPart part, string field, List<Problem> problems)
    {
        var before = problems.Count;
        CheckInputs(part, $"{field}.inputs", problems);
        CheckLabels(part, $"{field}.labels", problems);
        return problems.Count == before ? new Samples(part.Inputs, part.Shape, Array.ConvertAll(part.Labels, label => (int)label)) : null;
    }

    private static void CheckInputs(RawPart part, string field, List<Problem> problems)
    {
        var size = Math.Max(1, Dimensions.Product(part.Shape));
        long bad = 0, first = -1;
        for (var i = 0; i < part.Inputs.Length; i++)
        {
            if (float.IsFinite(part.Inputs[i]))
                continue;
            first = bad++ == 0 ? i : first;
        }
        if (bad > 0)
        {
            problems.Add(new Problem(
                field,
                $"{bad} values are NaN, infinite or beyond float32, the first at {part.Place(first / size)}, value {first % size}",
                "Leave such samples out or fill the gaps"));
        }
    }

    private static void CheckLabels(RawPart part, string field, List<Problem> problems)
    {
        Check(label => label != Math.Floor(label) || !double.IsFinite(label), "not a whole number", "Number the classes 0, 1, 2, …");
        Check(label => label < 0 && label == Math.Floor(label), "negative", "Number the classes 0, 1, 2, …");
        Check(label => label >= MostClasses && label == Math.Floor(label) && double.IsFinite(label), $"not below {MostClasses}", "Number the classes 0, 1, 2, …");

        void Check(Predicate<double> isWrong, string why, string remedy)
        {
            var first = Array.FindIndex(part.Labels, isWrong);
            if (first < 0)
                return;
            var count = part.Labels.Count(label => isWrong(label));
            problems.Add(new Problem(field, $"{count} labels are {why}, the first is {part.Labels[first]} at {part.Place(first)}", remedy));
        }
    }
}
