using System.Globalization;
using System.Text;
using DeepIoT.Cli.Output;

namespace DeepIoT.Cli.Bench;

/// <summary>A sheet as a table of a Markdown page.</summary>
internal static class MarkdownTable
{
    public static string Of(Sheet sheet)
    {
        var (text, table) = (new StringBuilder(), sheet.Table());
        text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", table.Columns.Select(c => c.Title))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|{string.Concat(table.Columns.Select(_ => "---|"))}");
        foreach (var row in table.Rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(cell => cell.Text))} |");
        return text.ToString();
    }
}
