using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Results;

public static class ResultsPrinter
{
    /// <summary>JSON keeps the structure with the baseline apart; table and CSV have one row for each candidate and board class.</summary>
    public static void Print(this Terminal terminal, CampaignResults results, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            terminal.Out.WriteLine(JsonText.Of(results));
        else if (format == OutputFormat.Csv)
            terminal.Print(ResultsSheet.Of(results), format);
        else
            PrintTable(terminal, results);
    }

    private static void PrintTable(Terminal terminal, CampaignResults results)
    {
        if (results.Baseline is { } baseline)
        {
            terminal.Out.WriteLine(
                $"Baseline: {Readable.Count(baseline.Parameters)} parameters, {Readable.Count(baseline.Macs)} MACs, {Readable.Bytes(baseline.Bytes)}, "
                + $"test {results.Metric} {Readable.Percent(baseline.Accuracy, 2)}, validation {results.Metric} {Readable.Percent(baseline.ValidationAccuracy, 2)}.");
        }
        terminal.Print(ResultsSheet.Of(results), OutputFormat.Table);
        if (results.Accuracies.Note is { } note)
            terminal.Out.WriteLine(note);
        if (results.OnlyBoardClass is { } only)
            terminal.Out.WriteLine($"Latency of one inference on {Readable.BoardClass(only.BoardClass, only.Simulated)}.");
        if (results.Networks.SelectMany(n => n.Latency).Any(l => l.Tainted.Count > 0))
            terminal.Out.WriteLine("Tainted readings were disturbed by other work on the machine; the report says how.");
    }
}
