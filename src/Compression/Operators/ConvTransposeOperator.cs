using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Transposed convolution over one to three axes; its kernel is [channels in, filters a group, …]. Units are made and
/// followed as in a convolution: each filter is one, and the groups of a grouped one stay equal.
/// </summary>
public sealed class ConvTransposeOperator : Operator
{
    public override string Type => "ConvTranspose";

    public override void Couple(Coupling c)
    {
        var (x, weight) = (c.Input(0), c.Weight(1, "kernel"));
        if (weight.Shape.Length is < 3 or > 5 || x.Rank != weight.Shape.Length)
            throw c.Node.Rejected($"has a kernel of shape {Value.Describe(weight.Shape)} on an input {x.ShapeText}", "Only convolutions over one to three axes are supported.");
        var (channels, groups) = (x.Shape[1], c.Node.Integer("group", 1));
        if (groups < 1 || weight.Shape[0] != channels || channels % groups != 0)
            throw c.Node.Rejected($"has {groups} groups and a kernel {Value.Describe(weight.Shape)} on {channels} channels", "Check the model; it cannot run as it is.");
        weight.IsTrainable = true;
        var made = Filters(c, x.Labels[1], weight, (int)groups);
        if (c.Node.HasInput(2))
        {
            var bias = c.Weight(2, "bias");
            bias.IsTrainable = true;
            c.Own(bias, 0, made, SlotRole.Follows);
        }
        var labels = new int[]?[x.Rank];
        (labels[0], labels[1]) = (x.Labels[0], made);
        c.Output([x.Shape[0], made.Length, .. Unwindow.Of(c.Node, x.Shape, weight.Shape[2..]).Output], labels);
    }

    public override void Execute(Execution e)
    {
        var (x, kernel, bias) = (e.Consumed(0, 1), e.Input(1), e.Optional(2));
        var window = Unwindow.Of(e.Node, x.shape, kernel.shape[2..]);
        var groups = e.Node.Integer("group", 1);
        var full = window.Output.Length switch
        {
            1 => nn.functional.conv_transpose1d(x, kernel, null, window.Strides[0], 0, 0, window.Dilations[0], groups),
            2 => nn.functional.conv_transpose2d(x, kernel, null, window.Strides, [0, 0], [0, 0], window.Dilations, groups),
            _ => nn.functional.conv_transpose3d(x, kernel, null, window.Strides, [0, 0, 0], [0, 0, 0], window.Dilations, groups),
        };
        // Cuts pads off the full result, and adds what output_padding asks for beyond it.
        var fitted = nn.functional.pad(full, [.. Enumerable.Range(0, window.Output.Length).Reverse()
            .SelectMany(d => new[] { -window.Before[d], window.Output[d] + window.Before[d] - full.shape[d + 2] })]);
        e.Output(bias is null ? fitted : fitted.Plus(bias.view([1, -1, .. window.Output.Select(_ => 1L)])));
    }

    public override void Slice(Slicing s)
    {
        if (IsDepthwise(s.Node.Integer("group", 1), s.Input(0).Shape[1])) s.SetInteger("group", s.SizeOf(s.Input(0), 1));
    }

    public override void Cost(CostTally t) => t.Multiply(1, CostTally.Positions(t.Input(0), Enumerable.Range(2, t.Output.Rank - 2)));

    private static bool IsDepthwise(long groups, long channels) => groups > 1 && groups == channels;

    private static int[] Filters(Coupling c, int[]? seen, Weight weight, int groups)
    {
        var (channels, each) = ((int)weight.Shape[0], (int)weight.Shape[1]);
        if (IsDepthwise(groups, channels))
        {
            // Filter i·m + j sees channel i only.
            var channelUnits = seen ?? c.Units.NewFixed(channels, $"{c.Node} sees the network's input");
            c.Own(weight, 0, channelUnits, SlotRole.Follows);
            return [.. Enumerable.Range(0, channels * each).Select(i => channelUnits[i / each])];
        }
        c.Consume(0, 1);
        var inEach = channels / groups;
        for (var q = 1; q < groups && seen is not null; q++)
            c.Units.Join(seen[..inEach], seen[(q * inEach)..((q + 1) * inEach)], $"{c.Node} has {groups} groups");
        var fresh = c.Units.New(each);
        c.Own(weight, 1, fresh, SlotRole.Produces);
        c.Own(weight, 0, seen, SlotRole.Consumes);
        return [.. Enumerable.Range(0, groups * each).Select(i => fresh[i % each])];
    }
}
