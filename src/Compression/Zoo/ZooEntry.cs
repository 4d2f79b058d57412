using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Zoo;

/// <summary>A network that can be built and trained by name.</summary>
/// <param name="Task">In <see cref="TaskKind.Sequence"/> scores are [N, time, classes], class 0 being CTC's blank.</param>
/// <param name="Input">Shape of one sample.</param>
/// <param name="Classes">Those of <paramref name="Data"/>, the blank among them.</param>
/// <param name="Data">The data set that it is meant for, in words.</param>
/// <param name="Training">Settings that reach the accuracy expected of it.</param>
/// <param name="Builder">Makes the untrained model; the same request gives the same bytes.</param>
public sealed record ZooEntry(
    string Name,
    string Description,
    TaskKind Task,
    IReadOnlyList<long> Input,
    int Classes,
    string Data,
    ZooTrainingSettings Training,
    Func<ZooRequest, ModelProto> Builder)
{
    private const double MostWidth = 8;

    /// <summary>The untrained model.</summary>
    /// <param name="width">Factor on the hidden widths, above 0 and at most 8.</param>
    /// <param name="classes">2 or more; those of the entry when null.</param>
    /// <exception cref="RejectedException">A width or a number of classes that makes no network.</exception>
    public ModelProto Build(ulong seed, double width = 1, int? classes = null)
    {
        var problems = new List<Problem>();
        if (width is not (> 0 and <= MostWidth))
            problems.Add(new Problem("width", $"{width} is no factor on widths", $"Give a number above 0 and at most {MostWidth}, e.g. 0.25"));
        if (classes < 2)
            problems.Add(new Problem("classes", $"{classes} leave nothing to tell apart", "Give 2 or more"));
        return problems.Count == 0 ? Builder(new ZooRequest(seed, width, classes ?? Classes)) : throw new RejectedException(problems);
    }
}
