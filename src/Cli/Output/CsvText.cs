using System.Globalization;

namespace DeepIoT.Cli.Output;

/// <summary>RFC 4180 with a heading; an unknown value is an empty field.</summary>
public static class CsvText
{
    public static void Write(Sheet sheet, TextWriter output)
    {
        output.WriteLine(string.Join(',', sheet.Columns.Select(column => Quoted(column.Key))));
        foreach (var row in sheet.Rows)
            output.WriteLine(string.Join(',', row.Select(cell => Quoted(Text(cell.Value)))));
    }

    private static string Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
