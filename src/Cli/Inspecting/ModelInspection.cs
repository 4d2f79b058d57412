using DeepIoT.Compression;
using DeepIoT.Compression.Graph;

namespace DeepIoT.Cli.Inspecting;

/// <summary>What there is to say about a model before it is compressed. Also the shape of its JSON.</summary>
/// <param name="ParametersAtFloor">Parameters left when every unit group is at its floor: no search goes below it.</param>
public sealed record ModelInspection(
    string Input,
    string Output,
    long Parameters,
    long Macs,
    long Bytes,
    long ParametersAtFloor,
    long MacsAtFloor,
    IReadOnlyList<LayerFigures> Layers,
    IReadOnlyList<GroupFigures> UnitGroups,
    IReadOnlyList<FixedFigures> Fixed,
    UniformPlan? Plan)
{
    /// <exception cref="RejectedException">The bytes are no model that can be compressed.</exception>
    /// <param name="plan">Share of the parameters to plan for; null for no plan.</param>
    public static ModelInspection Of(byte[] onnx, double? plan = null)
    {
        var graph = ModelGraph.Read(onnx);
        var floor = graph.Groups.Select(g => (double)g.MinUnits).ToArray();
        return new ModelInspection(
            $"{graph.Input.Name} {graph.Input.ShapeText}",
            $"{graph.Output.Name} {graph.Output.ShapeText}",
            (long)graph.Parameters.At(graph.Widths),
            (long)graph.Macs.At(graph.Widths),
            onnx.Length,
            (long)graph.Parameters.At(floor),
            (long)graph.Macs.At(floor),
            LayerFigures.Of(graph),
            [.. graph.Groups.Select(g => new GroupFigures(g.Name, g.Units, g.MinUnits, g.ToString()))],
            [.. graph.Grouping.Fixed.Select(g => new FixedFigures(g.Name, g.Units, g.FixedBecause!))],
            plan is { } share ? UniformPlan.Of(graph, share) : null);
    }
}

/// <summary>Units that are kept or removed one by one; <paramref name="Ties"/> says what shrinks with them and why.</summary>
public sealed record GroupFigures(string Name, int Units, int MinUnits, string Ties);

/// <summary>Units that must stay.</summary>
public sealed record FixedFigures(string Name, int Units, string Because);
