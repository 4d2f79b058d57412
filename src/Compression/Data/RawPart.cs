namespace DeepIoT.Compression.Data;

/// <summary>One part of the data as its files have it, before anything is checked across arrays.</summary>
/// <param name="Shape">Of one sample.</param>
/// <param name="LabelSize">Numbers in one label; 0 without labels.</param>
/// <param name="Groups">Of each sample, null when the file has none.</param>
/// <param name="FirstLine">Line of the first sample in a CSV, null where samples are counted from 0.</param>
internal sealed record RawPart(float[] Inputs, long[] Shape, double[] Labels, int LabelSize, int[]? Groups, int? FirstLine)
{
    /// <summary>How a person finds a sample in the file.</summary>
    public string Place(long sample) => FirstLine is { } line ? $"line {line + sample}" : $"sample {sample}";
}
