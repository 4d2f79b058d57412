using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Output;

/// <summary>Prints a sheet in the format that was asked for.</summary>
public static class SheetPrinter
{
    public static void Print(this Terminal terminal, Sheet sheet, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            terminal.Out.WriteLine(JsonText.Of(sheet));
        else if (format == OutputFormat.Csv)
            CsvText.Write(sheet, terminal.Out);
        else if (sheet.Rows.Count == 0)
            terminal.Out.WriteLine(sheet.WhenEmpty);
        else if (terminal.Rich is { } console)
            console.Write(RichTable.Of(sheet.Table()));
        else
            PlainTable.Write(sheet.Table(), terminal.Out);
    }
}
