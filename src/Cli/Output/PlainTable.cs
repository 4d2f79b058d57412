namespace DeepIoT.Cli.Output;

/// <summary>Aligned columns without borders or wrapping, for pipes and logs.</summary>
public static class PlainTable
{
    private const string Gap = "  ";

    public static void Write(Sheet sheet, TextWriter output)
    {
        var columns = Enumerable.Range(0, sheet.Columns.Count)
            .Select(i => (
                Width: sheet.Rows.Select(row => row[i].Text.Length).Append(sheet.Columns[i].Title.Length).Max(),
                IsNumber: sheet.IsNumber(i)))
            .ToArray();
        WriteLine(sheet.Columns.Select(column => column.Title));
        foreach (var row in sheet.Rows)
            WriteLine(row.Select(cell => cell.Text));

        void WriteLine(IEnumerable<string> cells) => output.WriteLine(string.Join(Gap, cells.Select((text, i) =>
            columns[i].IsNumber ? text.PadLeft(columns[i].Width) : text.PadRight(columns[i].Width))).TrimEnd());
    }
}
