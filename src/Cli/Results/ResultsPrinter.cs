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
        else
            terminal.Print(ResultsSheet.Of(results), format);
    }
}
