using System.Globalization;

namespace DeepIoT.Protocol.Parsing;

/// <summary>
/// A plain decimal number with an optional unit behind it: `8%`, `120 KB`, `5 ms`. No sign, exponent, group
/// separator or infinity, so that every accepted text has one reading.
/// </summary>
public readonly record struct Quantity(double Number, string Unit)
{
    private const int LongestText = 64;

    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var trimmed = text.Trim();
        if (trimmed.Length is 0 or > LongestText)
            return false;
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var number = trimmed[..digits];
        if (number.StartsWith('.') || number.EndsWith('.')
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        quantity = new Quantity(value, trimmed[digits..].TrimStart());
        return true;
    }
}
