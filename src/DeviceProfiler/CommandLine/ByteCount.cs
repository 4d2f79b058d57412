using System.Globalization;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>A number of bytes as a person writes it: `1073741824`, `500MB` or `1GiB`.</summary>
internal static class ByteCount
{
    private static readonly (string Name, long Bytes)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("KB", 1000), ("MB", 1000_000), ("GB", 1000_000_000), ("", 1)];

    /// <param name="text">A whole number, and its unit unless it counts bytes.</param>
    public static bool TryParse(string text, out long bytes)
    {
        var (name, unit) = Units.First(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        var isNumber = long.TryParse(text.AsSpan(0, text.Length - name.Length).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        bytes = isNumber && count <= long.MaxValue / unit ? count * unit : 0;
        return bytes > 0;
    }
}
