using DeepIoT.Cli.Parsing;
using DeepIoT.Compression.Data;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>How data files are named and told apart.</summary>
public static class DataFormats
{
    private static readonly Dictionary<string, DataFormat> ByName = new(StringComparer.Ordinal)
    {
        ["npz"] = DataFormat.Npz,
        ["npy"] = DataFormat.Npy,
        ["idx"] = DataFormat.Idx,
        ["csv"] = DataFormat.Csv,
    };

    public static string[] Names { get; } = [.. ByName.Keys];

    public static Parsed<DataFormat> Parse(string text) => Spelling.OneOf(Names)(text).As(name => ByName[name]);

    /// <summary>The format that a file's name tells, null when it tells none.</summary>
    public static DataFormat? Guess(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var bare = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        var format = Path.GetExtension(bare).TrimStart('.');
        if (ByName.TryGetValue(format, out var known))
            return known;
        return bare.Contains("-idx", StringComparison.Ordinal) ? DataFormat.Idx : null;
    }

    /// <summary>True when inputs and labels are two files.</summary>
    public static bool HasLabelsApart(DataFormat format) => format is DataFormat.Npy or DataFormat.Idx;
}
