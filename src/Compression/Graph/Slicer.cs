using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Graph;

/// <summary>Removes units physically: weights lose the rows and columns that the units own, attributes follow.</summary>
public static class Slicer
{
    /// <summary>A smaller dense model; the graph's own stays as it is.</summary>
    public static ModelProto Slice(ModelGraph graph, Keep keep) => Slice(graph, keep, graph.Proto);

    /// <param name="current">The graph's model with other values in its weights.</param>
    public static ModelProto Slice(ModelGraph graph, Keep keep, ModelProto current)
    {
        var target = current.Clone();
        for (var i = 0; i < graph.Nodes.Count; i++)
            graph.Operators[i].Slice(new Slicing(graph, keep, target, graph.Nodes[i], target.Graph.Node[i]));
        for (var i = 0; i < target.Graph.Initializer.Count; i++)
        {
            var tensor = target.Graph.Initializer[i];
            if (graph.Weights.TryGetValue(tensor.Name, out var weight)) target.Graph.Initializer[i] = Slice(weight, tensor, keep);
        }
        DropUnread(target);
        return target;
    }

    private static TensorProto Slice(Weight weight, TensorProto tensor, Keep keep)
    {
        var positions = weight.Labels.Select(keep.Positions).ToArray();
        if (positions.All(p => p is null)) return tensor;
        var (values, shape) = (tensor.Floats(), (long[])weight.Shape.Clone());
        for (var d = 0; d < shape.Length; d++)
        {
            if (positions[d] is not { } kept) continue;
            values = Select(values, shape, d, kept);
            shape[d] = kept.Length;
        }
        return TensorContent.OfFloats(tensor.Name, shape, values);
    }

    /// <summary>The values at the kept positions of one dimension, row-major.</summary>
    internal static float[] Select(float[] values, long[] shape, int dimension, long[] kept)
    {
        var inner = (int)shape.Skip(dimension + 1).Aggregate(1L, (a, b) => a * b);
        var outer = (int)shape.Take(dimension).Aggregate(1L, (a, b) => a * b);
        var size = (int)shape[dimension];
        var selected = new float[outer * kept.Length * inner];
        for (var o = 0; o < outer; o++)
        {
            for (var k = 0; k < kept.Length; k++)
                Array.Copy(values, ((o * size) + (int)kept[k]) * inner, selected, ((o * kept.Length) + k) * inner, inner);
        }
        return selected;
    }

    private static void DropUnread(ModelProto model)
    {
        var read = model.Graph.Node.SelectMany(n => n.Input).Concat(model.Graph.Output.Select(o => o.Name)).ToHashSet();
        foreach (var unread in model.Graph.Initializer.Where(t => !read.Contains(t.Name)).ToList()) model.Graph.Initializer.Remove(unread);
    }
}
