using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Convolution over one to three axes. Filters are units. Depthwise filters follow the channels they see; in other
/// grouped convolutions the channels at one place of every group are one unit, so that the groups stay equal.
/// </summary>
public sealed class ConvOperator : Operator
{
    public override string Type => "Conv";

    public override void Couple(Coupling c)
    {
        var (x, weight) = (c.Input(0), c.Weight(1, "kernel"));
        if (weight.Shape.Length is < 3 or > 5 || x.Rank != weight.Shape.Length)
            throw c.Node.Rejected($"has a kernel of shape {Value.Describe(weight.Shape)} on an input {x.ShapeText}", "Only convolutions over one to three axes are supported.");
        var (filters, channels, groups) = (weight.Shape[0], x.Shape[1], c.Node.Integer("group", 1));
        if (groups < 1 || weight.Shape[1] * groups != channels || filters % groups != 0)
            throw c.Node.Rejected($"has {groups} groups and a kernel {Value.Describe(weight.Shape)} on {channels} channels", "Check the model; it cannot run as it is.");
        weight.IsTrainable = true;

        var made = Filters(c, x.Labels[1], weight, groups, channels);
        if (c.Node.HasInput(2))
        {
            var bias = c.Weight(2, "bias");
            bias.IsTrainable = true;
            c.Own(bias, 0, made, SlotRole.Follows);
        }
        var window = Window.Of(c.Node, x.Shape, weight.Shape[2..]);
        var labels = new int[]?[x.Rank];
        labels[1] = made;
        c.Output([x.Shape[0], filters, .. window.Output(c.Node, x.Shape)], labels);
    }

    public override void Execute(Execution e)
    {
        var (x, kernel, bias) = (e.Consumed(0, 1), e.Input(1), e.Optional(2));
        var window = Window.Of(e.Node, x.shape, kernel.shape[2..]);
        var pads = window.Before;
        if (!window.IsSymmetric)
        {
            x = nn.functional.pad(x, window.TorchPads());
            pads = new long[pads.Length];
        }
        var groups = e.Node.Integer("group", 1);
        e.Output(window.Kernel.Length switch
        {
            1 => nn.functional.conv1d(x, kernel, bias, window.Strides[0], pads[0], window.Dilations[0], groups),
            2 => nn.functional.conv2d(x, kernel, bias, window.Strides, pads, window.Dilations, groups),
            _ => nn.functional.conv3d(x, kernel, bias, window.Strides, pads, window.Dilations, groups),
        });
    }

    public override void Slice(Slicing s)
    {
        var x = s.Input(0);
        if (IsDepthwise(s.Node.Integer("group", 1), x.Shape[1])) s.SetInteger("group", s.SizeOf(x, 1));
    }

    public override void Cost(CostTally t) => t.Multiply(1, t.Positions(Enumerable.Range(2, t.Output.Rank - 2)));

    private static bool IsDepthwise(long groups, long channels) => groups > 1 && groups == channels;

    private static int[] Filters(Coupling c, int[]? seen, Weight weight, long groups, long channels)
    {
        var filters = (int)weight.Shape[0];
        if (IsDepthwise(groups, channels))
        {
            // Filter i·m + j sees channel i only.
            var each = filters / (int)channels;
            var made = new int[filters];
            var channelUnits = seen ?? c.Units.NewFixed((int)channels, $"{c.Node} sees the network's input");
            for (var i = 0; i < filters; i++) made[i] = channelUnits[i / each];
            c.Own(weight, 0, made, SlotRole.Follows);
            return made;
        }
        c.Consume(0, 1);
        var (inEach, outEach) = ((int)(channels / groups), (int)(filters / groups));
        var fresh = c.Units.New(outEach);
        var owners = new int[filters];
        for (var i = 0; i < filters; i++) owners[i] = fresh[i % outEach];
        for (var q = 1; q < groups && seen is not null; q++)
            c.Units.Join(seen[..inEach], seen[(q * inEach)..((q + 1) * inEach)], $"{c.Node} has {groups} groups");
        c.Own(weight, 0, owners, SlotRole.Produces);
        c.Own(weight, 1, seen?[..inEach], SlotRole.Consumes);
        return owners;
    }
}
