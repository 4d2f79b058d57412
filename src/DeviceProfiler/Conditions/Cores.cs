using System.Globalization;

namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>The cores that the kernel shows.</summary>
internal static class Cores
{
    private const string Folder = "sys/devices/system/cpu", Prefix = "cpu";

    /// <summary>By their numbers, with the folder of each.</summary>
    public static IEnumerable<(int Number, string Path)> Of(SystemFiles files) =>
        from path in files.Entries(Folder, Prefix + "*")
        let number = int.TryParse(Path.GetFileName(path.AsSpan())[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : -1
        where number >= 0
        orderby number
        select (number, path);
}
