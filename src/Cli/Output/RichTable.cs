using Spectre.Console;

namespace DeepIoT.Cli.Output;

/// <summary>The table of a terminal.</summary>
public static class RichTable
{
    public static Table Of(Sheet sheet)
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < sheet.Columns.Count; i++)
        {
            var column = new TableColumn(Markup.Escape(sheet.Columns[i].Title));
            table.AddColumn(sheet.IsNumber(i) ? column.RightAligned() : column);
        }
        foreach (var row in sheet.Rows)
            table.AddRow(row.Select(cell => new Text(cell.Text)));
        return table;
    }
}
