using System.Globalization;

namespace DeepIoT.Cli.Output;

/// <summary>A result made ready to print: columns, and each cell as a value and as a person reads it.</summary>
public sealed record Sheet(IReadOnlyList<Sheet.Heading> Columns, IReadOnlyList<IReadOnlyList<Sheet.Cell>> Rows, string WhenEmpty)
{
    public sealed record Heading(string Key, string Title, bool InTable);

    public sealed record Cell(object? Value, string Text);

    public static Sheet Of<T>(IEnumerable<T> items, IReadOnlyList<Column<T>> columns, string whenEmpty) => new(
        [.. columns.Select(c => new Heading(c.Key, c.Title, c.InTable))],
        [.. items.Select(item => columns.Select(c => MakeCell(c, item)).ToList())],
        whenEmpty);

    /// <summary>What a table shows of it.</summary>
    public Sheet Table()
    {
        var shown = Enumerable.Range(0, Columns.Count).Where(i => Columns[i].InTable).ToArray();
        return new Sheet([.. shown.Select(i => Columns[i])], [.. Rows.Select(row => shown.Select(i => row[i]).ToList())], WhenEmpty);
    }

    /// <summary>Whether a column holds numbers, which are read from their last digit.</summary>
    public bool IsNumber(int column) => Rows.Any(row => row[column].Value is int or long or double);

    private static Cell MakeCell<T>(Column<T> column, T item)
    {
        var value = column.Value(item);
        return new Cell(value, column.Text?.Invoke(item) ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }
}
