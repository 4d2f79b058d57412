using System.Globalization;

namespace DeepIoT.Cli.Output;

/// <summary>A result made ready to print: headings, and each cell as a value and as a person reads it.</summary>
public sealed record Sheet(IReadOnlyList<string> Keys, IReadOnlyList<string> Titles, IReadOnlyList<IReadOnlyList<Sheet.Cell>> Rows, string WhenEmpty)
{
    public sealed record Cell(object? Value, string Text);

    public static Sheet Of<T>(IEnumerable<T> items, IReadOnlyList<Column<T>> columns, string whenEmpty) => new(
        [.. columns.Select(c => c.Key)],
        [.. columns.Select(c => c.Title)],
        [.. items.Select(item => columns.Select(c => MakeCell(c, item)).ToList())],
        whenEmpty);

    /// <summary>Whether a column holds numbers, which are read from their last digit.</summary>
    public bool IsNumber(int column) => Rows.Any(row => row[column].Value is int or long or double);

    private static Cell MakeCell<T>(Column<T> column, T item)
    {
        var value = column.Value(item);
        return new Cell(value, column.Text?.Invoke(item) ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }
}
