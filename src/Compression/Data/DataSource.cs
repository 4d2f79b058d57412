using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Data;

public enum DataFormat
{
    Npz,
    Npy,
    Idx,
    Csv,
}

/// <summary>One part of the data: one file (npz, csv), or inputs and labels in two (npy, idx). Paths, not names.</summary>
/// <param name="InputsMember">
/// Name inside the npz, `x` when null; <paramref name="LabelsMember"/> likewise, `y`. A member `group` says which samples
/// must not be torn apart by a split.
/// </param>
public sealed record DataPart(string Inputs, string? Labels = null, string? InputsMember = null, string? LabelsMember = null);

/// <summary>Where a campaign's data lies and how it is read.</summary>
/// <param name="Test">Null when <paramref name="TestShare"/> cuts the test part off the end of train, in file order.</param>
/// <param name="Scale">Inputs are multiplied by this on reading, e.g. 1/255.</param>
/// <param name="Task">Says what labels may be.</param>
/// <param name="IsLabelled">False for inputs alone: none of the files is looked at for labels.</param>
public sealed record DataSource(
    DataFormat Format, DataPart Train, DataPart? Test = null, double TestShare = 0, double Scale = 1, TaskKind Task = TaskKind.Classification, bool IsLabelled = true);
