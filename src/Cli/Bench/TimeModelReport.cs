using System.Globalization;
using System.Text;
using DeepIoT.Cli.Output;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Bench;

/// <summary>The page of an execution-time model.</summary>
public static class TimeModelReport
{
    public static string Page(Sheet sheet, ExecutionTimeModel model, Provenance provenance)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # How well time is predicted

            Written by

            ```sh
            {provenance.Command}
            ```

            on {provenance.Machine}, one sample and one thread. Networks with widths drawn at random were measured; the model
            was learned from some and predicts others, which it has not seen. Beside it a constant and a price for each
            multiply-accumulate, learned from the same networks.


            """);
        page.Append(MarkdownTable.Of(sheet));
        page.Append(CultureInfo.InvariantCulture, $"""

            The model, as rules:

            ```
            {string.Join('\n', model.Rules())}
            ```

            """);
        return page.ToString();
    }
}
