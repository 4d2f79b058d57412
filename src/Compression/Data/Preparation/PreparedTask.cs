using DeepIoT.Compression.Data.Formats;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>Data in the form that a network of the zoo takes.</summary>
/// <param name="Name">First part of the files' names.</param>
/// <param name="Sample">Shape of one sample, which is the model's input without the batch.</param>
/// <param name="Classes">What the model scores; in a sequence task the blank, 0, is one of them.</param>
/// <param name="IsSequence">Labels are sequences of tokens, not classes.</param>
public sealed record PreparedTask(string Name, IReadOnlyList<long> Sample, int Classes, bool IsSequence, PreparedPart Train, PreparedPart Test)
{
    /// <summary>
    /// Writes one part as NPZ: `x` float32 [n, …sample], `y` int32 [n], or [n, tokens] in a sequence task, and, where there
    /// are groups, `group` int32 [n]. The same part gives the same bytes.
    /// </summary>
    public void Write(PreparedPart part, Stream target)
    {
        long n = part.Labels.Length;
        using var archive = new NpzWriter(target);
        archive.Add("x", part.Inputs, [n, .. Sample]);
        archive.Add("y", part.Labels, IsSequence ? [n, 1] : [n]);
        if (part.Groups is { } groups)
            archive.Add("group", groups, n);
    }
}
