using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>Where in a line a value stands: in a field, counted from 1, or in what a pattern matches.</summary>
/// <param name="Scale">Turns it into volts, amperes, watts or joules.</param>
internal sealed record LineValue(int? Field, Regex? Pattern, double Scale)
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.+-eE");

    /// <param name="separator">Between fields; a space stands for any white space.</param>
    public double? Read(ReadOnlySpan<char> line, char separator)
    {
        if (Pattern is null)
            return LastNumber(FieldOf(line, separator)) * Scale;
        // Unlike Match, EnumerateMatches allocates nothing.
        foreach (var match in Pattern.EnumerateMatches(line))
            return LastNumber(line.Slice(match.Index, match.Length)) * Scale;
        return null;
    }

    private ReadOnlySpan<char> FieldOf(ReadOnlySpan<char> line, char separator)
    {
        var number = 0;
        foreach (var range in line.SplitAny(separator == ' ' ? " \t" : new ReadOnlySpan<char>(in separator)))
        {
            var text = line[range].Trim();
            if ((!text.IsEmpty || separator != ' ') && ++number == Field)
                return text;
        }
        return [];
    }

    /// <summary>`5.02` of `U1=5.02V`; null when the text holds no number.</summary>
    internal static double? LastNumber(ReadOnlySpan<char> text)
    {
        var end = text.LastIndexOfAnyInRange('0', '9') + 1;
        var start = text[..end].LastIndexOfAnyExcept(OfNumbers) + 1;
        for (; start < end; start++)
        {
            if (double.TryParse(text[start..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return value;
        }
        return null;
    }
}
