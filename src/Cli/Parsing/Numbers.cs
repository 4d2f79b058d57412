using System.Globalization;

namespace DeepIoT.Cli.Parsing;

/// <summary>Whole numbers within a range.</summary>
public static class Numbers
{
    public static Func<string, Parsed<int>> Between(int least, int most) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : new Complaint($"'{text}' is no whole number from {least} to {most}", $"Write a whole number from {least} to {most}.");

    public static Parsed<ulong> Seed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : new Complaint($"'{text}' is no seed", $"Write a whole number from 0 to {ulong.MaxValue}.");
}
