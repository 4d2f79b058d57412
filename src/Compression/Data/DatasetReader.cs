using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Data;

/// <summary>Reads a campaign's data from files: strict, into memory, with every problem found at once.</summary>
public static class DatasetReader
{
    /// <exception cref="RejectedException">
    /// A file is missing or damaged, values are not finite, labels are no class numbers, or parts do not fit each other.
    /// </exception>
    public static Dataset Read(DataSource source)
    {
        var problems = new List<Problem>();
        CheckSettings(source, problems);
        var reader = new PartReader(source, problems);
        var train = Read(reader, source.Train, source.Task, "data.train", problems);
        var test = source.Test is null ? null : Read(reader, source.Test, source.Task, "data.test", problems);
        if (train is not null && test is not null)
            CheckTogether(train, test, source.Task, problems);
        if (problems.Count == 0 && train is not null && source.TestShare > 0)
            (train, test) = CutTest(train, source, problems);
        return problems.Count == 0 && train is not null
            ? new Dataset(train, test)
            : throw new RejectedException(problems);
    }

    private static Samples? Read(PartReader reader, DataPart part, TaskKind task, string field, List<Problem> problems) =>
        reader.Read(part, field) is { } raw ? PartCheck.ToSamples(raw, task, field, problems) : null;

    private static void CheckSettings(DataSource source, List<Problem> problems)
    {
        if (!double.IsFinite(source.Scale) || source.Scale == 0)
            problems.Add(new Problem("data.scale", $"{source.Scale} is no factor", "Give a number other than 0, e.g. 0.00392156862745098 for bytes"));
        if (source.TestShare is not (>= 0 and < 1))
            problems.Add(new Problem("data.testShare", $"{source.TestShare} is not a share in [0, 1)", "Give a share such as 0.2"));
        else if (source.TestShare > 0 && source.Test is not null)
            problems.Add(new Problem("data.testShare", "there is a test part as well", "Leave one of the two out"));
    }

    private static void CheckTogether(Samples train, Samples test, TaskKind task, List<Problem> problems)
    {
        if (!train.Shape.SequenceEqual(test.Shape))
        {
            problems.Add(new Problem(
                "data.test.inputs",
                $"one test sample is {Dimensions.Text(test.Shape)} and one train sample is {Dimensions.Text(train.Shape)}",
                "Store both in the same shape"));
        }
        if (train.TargetSize != test.TargetSize)
        {
            problems.Add(new Problem("data.test.labels", $"one test label has {test.TargetSize} numbers and one train label {train.TargetSize}", "Store both in the same shape"));
        }
        if (!train.IsLabelled || task is not (TaskKind.Classification or TaskKind.Sequence)) return;
        var classes = train.Targets.Max() + 1;
        var first = Array.FindIndex(test.Targets, label => label >= classes);
        if (first >= 0)
        {
            problems.Add(new Problem(
                "data.test.labels",
                $"label {test.Targets[first]} at sample {first / test.TargetSize} is out of range: train has the classes 0 to {classes - 1}",
                "Use one numbering for both parts"));
        }
    }

    private static (Samples Train, Samples? Test) CutTest(Samples all, DataSource source, List<Problem> problems)
    {
        var (share, held) = (source.TestShare, (int)(all.Count * source.TestShare));
        if (held == 0)
        {
            problems.Add(new Problem("data.testShare", $"{share} of {all.Count} samples is none", "Give a larger share, or a test part"));
            return (all, null);
        }
        var (train, test) = (all.Range(0, all.Count - held), all.Range(all.Count - held, held));
        CheckTogether(train, test, source.Task, problems);
        return (train, test);
    }
}
