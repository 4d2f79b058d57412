using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Identity;

/// <summary>
/// The law that everything else rests on: a network whose units are physically removed computes what the whole
/// network computes with those units masked, and its file, in another runtime, computes the same.
/// </summary>
internal static class IdentityLaw
{
    private const int Batch = 3;

    /// <param name="seed">Of the inputs and the units that are removed.</param>
    /// <param name="left">Share of each group that stays; the generator decides when null.</param>
    public static void Check(ModelProto model, ulong seed, double? left = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var generator = new SplitMix64(seed);
        var graph = ModelGraph.Read(model);
        using var network = new Network(graph);
        long[] shape = [Batch, .. graph.Input.Shape[1..]];
        var values = Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)((2 * generator.Fraction()) - 1)).ToArray();
        var inputs = tensor(values, shape);

        Assert.NotEmpty(graph.Groups);
        AssertClose(network.Forward(inputs), Outside(model, values, shape), 1e-4);

        var keep = RandomKeep(graph, generator, left);
        using var sliced = network.Sliced(keep);
        var expected = Values(network.Forward(inputs, Masks(graph, keep)));
        AssertClose(sliced.Forward(inputs), expected, 1e-5);

        var exported = sliced.ToProto();
        AssertClose(sliced.Forward(inputs), Outside(exported, values, shape), 1e-4);

        var bytes = OnnxFile.Serialize(exported);
        // Against the model as it was read: a layer in both directions becomes two nodes, each with its names.
        var removed = graph.Parameters.At(graph.Widths) - graph.Parameters.At(keep.Widths);
        Assert.True(removed > 0);
        // A node whose sizes change gets numbers of its own, which outweigh a handful of weights.
        if (removed > 100) Assert.True(bytes.Length < OnnxFile.Serialize(graph.Proto).Length);
        Assert.Equal(bytes, OnnxFile.Serialize(network.Sliced(keep).ToProto()));
        Assert.Equal(bytes, OnnxFile.Serialize(ModelGraph.Read(bytes).Proto));
        Assert.Equal(graph.Parameters.At(keep.Widths), sliced.Graph.Parameters.At(sliced.Graph.Widths), 1e-6);
        Assert.Equal(graph.Macs.At(keep.Widths), sliced.Graph.Macs.At(sliced.Graph.Widths), 1e-6);
    }

    /// <summary>Some units of each group, and not all of the widest.</summary>
    private static Keep RandomKeep(ModelGraph graph, SplitMix64 generator, double? left)
    {
        var widest = graph.Groups.MaxBy(group => group.Units)!;
        return new Keep(graph, [.. graph.Groups.Select(group => Chosen(group, group == widest ? group.Units - 1 : group.Units))]);

        int[] Chosen(UnitGroup group, int most)
        {
            var units = Enumerable.Range(0, group.Units).ToArray();
            generator.Shuffle(units);
            return units[..(left is { } share ? Math.Clamp((int)(share * group.Units), group.MinUnits, most) : group.MinUnits + generator.Below(most - group.MinUnits + 1))];
        }
    }

    private static Gates Masks(ModelGraph graph, Keep keep) => new(
    [
        .. graph.Groups.Select(group =>
        {
            var mask = new float[group.Units];
            foreach (var unit in keep.Kept[group.Index])
                mask[unit] = 1;
            return tensor(mask, [1, group.Units]).expand(graph.MaskRows(group.Index, Batch), -1);
        }),
    ]);

    private static float[] Outside(ModelProto model, float[] values, long[] shape)
    {
        using var runtime = new OnnxRuntimeModel(model);
        return runtime.Run(values, shape);
    }

    private static float[] Values(Tensor output) => output.contiguous().data<float>().ToArray();

    private static void AssertClose(Tensor actual, float[] expected, double tolerance)
    {
        var values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        var worst = values.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst <= tolerance * scale, $"they differ by {worst}, at values up to {scale}");
    }
}
