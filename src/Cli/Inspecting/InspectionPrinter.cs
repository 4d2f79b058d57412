using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Inspecting;

public static class InspectionPrinter
{
    private static readonly Column<LayerFigures>[] Layers =
    [
        new("name", "layer", l => l.Name),
        new("operator", "operator", l => l.Operator),
        new("output", "output", l => l.Output),
        new("parameters", "parameters", l => l.Parameters, l => Readable.Count(l.Parameters)),
        new("macs", "MACs", l => l.Macs, l => Readable.Count(l.Macs)),
    ];

    private static readonly Column<GroupFigures>[] Groups =
    [
        new("name", "unit group", g => g.Name),
        new("units", "units", g => g.Units),
        new("minUnits", "floor", g => g.MinUnits),
        new("ties", "shrinks together", g => g.Ties),
    ];

    private static readonly Column<FixedFigures>[] Fixed =
    [
        new("name", "fixed", f => f.Name),
        new("units", "units", f => f.Units),
        new("because", "because", f => f.Because),
    ];

    private static readonly Column<PlannedGroup>[] Planned =
    [
        new("name", "unit group", g => g.Name),
        new("units", "units", g => g.Units),
        new("kept", "kept", g => g.Kept),
    ];

    /// <summary>JSON has everything; CSV is the layers alone.</summary>
    public static void Print(this Terminal terminal, ModelInspection model, OutputFormat format)
    {
        var layers = Sheet.Of(model.Layers, Layers, "");
        if (format == OutputFormat.Json)
            terminal.Out.WriteLine(JsonText.Of(model));
        else if (format == OutputFormat.Csv)
            terminal.Print(layers, format);
        else
            PrintTables(terminal, model, layers);
    }

    private static void PrintPlan(Terminal terminal, UniformPlan plan)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(
            $"A uniform {Readable.Percent(plan.Share)} would leave {Readable.Count(plan.Parameters)} parameters and {Readable.Count(plan.Macs)} MACs. A search does better:");
        terminal.Print(Sheet.Of(plan.Groups, Planned, ""), OutputFormat.Table);
    }

    private static void PrintTables(Terminal terminal, ModelInspection model, Sheet layers)
    {
        terminal.Out.WriteLine($"{model.Input} → {model.Output}");
        terminal.Out.WriteLine(
            $"{Readable.Count(model.Parameters)} parameters, {Readable.Count(model.Macs)} MACs, {Readable.Bytes(model.Bytes)}; "
            + $"with every unit group at its floor {Readable.Count(model.ParametersAtFloor)} parameters and {Readable.Count(model.MacsAtFloor)} MACs are left.");
        terminal.Out.WriteLine();
        terminal.Print(layers, OutputFormat.Table);
        terminal.Out.WriteLine();
        terminal.Print(Sheet.Of(model.UnitGroups, Groups, "No units of this model can be removed."), OutputFormat.Table);
        terminal.Out.WriteLine();
        terminal.Print(Sheet.Of(model.Fixed, Fixed, "Nothing is fixed."), OutputFormat.Table);
        if (model.Plan is { } plan)
            PrintPlan(terminal, plan);
    }
}
