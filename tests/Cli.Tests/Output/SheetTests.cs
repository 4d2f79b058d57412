using System.Text.Json;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using Spectre.Console;

namespace DeepIoT.Cli.Tests.Output;

public sealed class SheetTests
{
    private sealed record Device(string Name, int Cores, double? Watts);

    private static readonly Column<Device>[] Columns =
    [
        new("name", "board", d => d.Name),
        new("cores", "cores", d => d.Cores),
        new("watts", "power", d => d.Watts, d => d.Watts is { } w ? $"{w} W" : Readable.NotMeasured),
    ];

    private static readonly Sheet Devices = Sheet.Of(
        [new Device("pi, \"4\"", 4, null), new Device("jetson", 16, 7.5)], Columns, "No devices.");

    [Fact]
    public void A_plain_table_aligns_columns_without_borders() =>
        Assert.Equal(
            """
            board    cores         power
            pi, "4"      4  not measured
            jetson      16         7.5 W

            """,
            Printed(Devices, OutputFormat.Table), ignoreLineEndingDifferences: true);

    [Fact]
    public void Csv_quotes_what_needs_it_and_leaves_the_unknown_empty() =>
        Assert.Equal("name,cores,watts\n\"pi, \"\"4\"\"\",4,\njetson,16,7.5\n", Printed(Devices, OutputFormat.Csv), ignoreLineEndingDifferences: true);

    [Fact]
    public void Json_keeps_values_and_says_null_for_the_unknown()
    {
        var json = JsonDocument.Parse(Printed(Devices, OutputFormat.Json)).RootElement;

        Assert.Equal("pi, \"4\"", json[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, json[0].GetProperty("watts").ValueKind);
        Assert.Equal(7.5, json[1].GetProperty("watts").GetDouble());
    }

    [Fact]
    public void Nothing_to_print_is_said_in_a_table_and_empty_elsewhere()
    {
        var empty = Sheet.Of([], Columns, "No devices.");

        Assert.Equal("No devices.", Printed(empty, OutputFormat.Table).Trim());
        Assert.Equal("[]", Printed(empty, OutputFormat.Json).Trim());
        Assert.Equal("name,cores,watts", Printed(empty, OutputFormat.Csv).Trim());
    }

    [Fact]
    public void A_terminal_gets_borders_and_names_that_look_like_markup_stay_text()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        var sheet = Sheet.Of([new Device("[red]x[/]", 1, null)], Columns, "");

        new Terminal(output, output, console).Print(sheet, OutputFormat.Table);

        Assert.Contains("[red]x[/]", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("│", output.ToString(), StringComparison.Ordinal);
    }

    private static string Printed(Sheet sheet, OutputFormat format)
    {
        var output = new StringWriter();
        new Terminal(output, TextWriter.Null, null).Print(sheet, format);
        return output.ToString();
    }
}
