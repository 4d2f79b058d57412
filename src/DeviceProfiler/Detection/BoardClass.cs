using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Detection;

/// <summary>
/// The name of a board class, e.g. `raspberry-pi-4-model-b-rev-1-4/linux-arm64/ort-1.31.1/threads-1`:
/// what must be equal for readings to be comparable, and nothing that changes from boot to boot.
/// </summary>
public static partial class BoardClass
{
    public static string Of(BoardDescription board) =>
        $"{Slug(board.Soc)}/{OperatingSystemName}-{board.Architecture}/ort-{board.RuntimeVersion}/threads-{board.Threads}{(board.PinnedCores.Length > 0 ? $"/cores-{board.PinnedCores}" : "")}";

    /// <summary>Lower-case letters and digits with single hyphens between; trade marks are left out.</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in TradeMarks().Replace(text, " ").ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        return slug.ToString().TrimEnd('-') is { Length: > 0 } made ? made : "unknown";
    }

    private static string OperatingSystemName =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "linux"
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "macos"
        : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "windows" : "other";

    [GeneratedRegex(@"\((R|TM|C)\)", RegexOptions.IgnoreCase)]
    private static partial Regex TradeMarks();
}
