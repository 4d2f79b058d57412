using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Data;

/// <summary>What must hold inside one part: finite inputs, labels that the task can use.</summary>
internal static class PartCheck
{
    /// <summary>Far above any classifier for a board; it keeps one wild label from sizing anything.</summary>
    public const int MostClasses = 1 << 16;

    /// <returns>Null when problems were added.</returns>
    public static Samples? ToSamples(RawPart part, TaskKind task, string field, List<Problem> problems)
    {
        var before = problems.Count;
        CheckInputs(part, $"{field}.inputs", problems);
        if (part.LabelSize > 0) CheckLabels(part, task, $"{field}.labels", problems);
        return problems.Count == before ? new Samples(part.Inputs, part.Shape, Array.ConvertAll(part.Labels, label => (float)label), part.LabelSize, part.Groups) : null;
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

    private static void CheckLabels(RawPart part, TaskKind task, string field, List<Problem> problems)
    {
        switch (task)
        {
            case TaskKind.Regression:
                Check(label => !float.IsFinite((float)label), "NaN, infinite or beyond float32", "Leave such samples out");
                break;
            case TaskKind.Labels:
                Check(label => label is not (0 or 1), "neither 0 nor 1", "Give 1 for yes and 0 for no");
                break;
            case TaskKind.Sequence:
                CheckNumbers(-1, "below -1", "Number the tokens 1, 2, 3, … and fill short sequences up with -1");
                break;
            default:
                CheckNumbers(0, "negative", "Number the classes 0, 1, 2, …");
                break;
        }

        void CheckNumbers(int least, string tooLow, string remedy)
        {
            Check(label => label != Math.Floor(label) || !double.IsFinite(label), "not a whole number", remedy);
            Check(label => label < least && label == Math.Floor(label), tooLow, remedy);
            Check(label => label >= MostClasses && label == Math.Floor(label) && double.IsFinite(label), $"not below {MostClasses}", remedy);
        }

        void Check(Predicate<double> isWrong, string why, string remedy)
        {
            var first = Array.FindIndex(part.Labels, isWrong);
            if (first < 0)
                return;
            var count = part.Labels.Count(label => isWrong(label));
            problems.Add(new Problem(field, $"{count} labels are {why}, the first is {part.Labels[first]} at {part.Place(first / part.LabelSize)}", remedy));
        }
    }
}
