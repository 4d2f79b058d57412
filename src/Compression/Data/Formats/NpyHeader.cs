using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>The Python literal of an NPY file: exactly the keys descr, fortran_order and shape, in any order.</summary>
internal static partial class NpyHeader
{
    [GeneratedRegex("""\G\s*'(?<key>\w+)'\s*:\s*(?<value>'[^']*'|True|False|\([0-9L,\s]*\)|\[[^\]]*\])\s*(?:,|(?=\}))""")]
    private static partial Regex Pair();

    public static ArrayHeader Parse(string text, string field)
    {
        var literal = text.Trim();
        if (!literal.StartsWith('{') || !literal.EndsWith('}'))
            throw Malformed(text, field);
        var values = new Dictionary<string, string>();
        var end = 1;
        for (var pair = Pair().Match(literal, end); pair.Success; pair = pair.NextMatch())
        {
            if (!values.TryAdd(pair.Groups["key"].Value, pair.Groups["value"].Value))
                throw Malformed(text, field);
            end = pair.Index + pair.Length;
        }
        if (literal.AsSpan(end).Trim() is not "}")
            throw Malformed(text, field);
        if (values.Count != 3
            || !values.TryGetValue("descr", out var descr)
            || !values.TryGetValue("fortran_order", out var fortran)
            || !values.TryGetValue("shape", out var shape))
            throw Malformed(text, field);
        var type = TypeOf(descr.Trim('\''), field);
        if (fortran != "False")
            throw new RejectedException(field, "the array is in Fortran order", "Save numpy.ascontiguousarray(a)");
        return new ArrayHeader(type, BigEndian: false, ShapeOf(shape, field));
    }

    private static long[] ShapeOf(string text, string field)
    {
        var parts = text.Trim('(', ')').Split(',', StringSplitOptions.TrimEntries);
        if (parts[^1].Length == 0)
            parts = parts[..^1];
        return [.. parts.Select(part => long.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw Malformed(text, field))];
    }

    private static NumericType TypeOf(string descr, string field) => descr switch
    {
        "|b1" => NumericType.Bool,
        "|u1" or "<u1" => NumericType.UInt8,
        "|i1" or "<i1" => NumericType.Int8,
        "<u2" => NumericType.UInt16,
        "<i2" => NumericType.Int16,
        "<u4" => NumericType.UInt32,
        "<i4" => NumericType.Int32,
        "<u8" => NumericType.UInt64,
        "<i8" => NumericType.Int64,
        "<f2" => NumericType.Float16,
        "<f4" => NumericType.Float32,
        "<f8" => NumericType.Float64,
        _ when descr.StartsWith('[') => throw new RejectedException(field, "the array has named columns (a structured type)", "Save its columns as plain arrays"),
        _ when descr.EndsWith('O') => throw new RejectedException(field, "the array holds Python objects; unpickling runs code and is never done", "Save it with a numeric type, e.g. a.astype('<f4')"),
        _ when descr.StartsWith('>') => throw new RejectedException(field, $"the array is big-endian ({descr})", $"Save a.astype('<{descr[1..]}')"),
        _ => throw new RejectedException(field, $"arrays of type '{descr}' are not numbers that can be read", "Save it with a numeric type, e.g. a.astype('<f4')"),
    };

    private static RejectedException Malformed(string text, string field) => new(
        field,
        $"the NPY header cannot be understood: {(text.Length > 80 ? text[..80] + "…" : text).Trim()}",
        "Write it with numpy.save or numpy.savez");
}
