using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Graph;

/// <summary>What a node does with the units along one dimension of a weight.</summary>
public enum SlotRole
{
    /// <summary>The dimension makes the units: filters of a convolution, rows of a dense layer.</summary>
    Produces,

    /// <summary>The dimension sums over the units of the node before.</summary>
    Consumes,

    /// <summary>The dimension goes along with the units: bias, normalisation, depthwise filters.</summary>
    Follows,

    /// <summary>The dimension sums over the node's own units of the step before.</summary>
    Recurs,
}

/// <summary>One dimension of one weight whose indices belong to units.</summary>
public sealed record Slot(Weight Weight, int Dimension, SlotRole Role, Node Node);

/// <summary>An initializer of the model, with the units that own the indices of its dimensions.</summary>
public sealed class Weight(TensorProto proto)
{
    public TensorProto Proto { get; } = proto;

    public string Name => Proto.Name;

    public long[] Shape { get; } = [.. proto.Dims];

    public bool IsFloat => Proto.DataType == (int)TensorProto.Types.DataType.Float;

    public string TypeText => ((TensorProto.Types.DataType)Proto.DataType).ToString();

    /// <summary>Values of an integer initializer such as a shape.</summary>
    public long[] Integers => field ??= Proto.Integers();

    /// <summary>Values of a float initializer that is a parameter of a formula, such as scales.</summary>
    public float[] Reals => field ??= Proto.Floats();

    /// <summary>For each dimension the owning unit of each index; null where no unit owns any.</summary>
    public int[]?[] Labels { get; } = new int[]?[proto.Dims.Count];

    /// <summary>Changed by training and counted as parameters.</summary>
    public bool IsTrainable { get; set; }

    /// <summary>Read as a tensor when the network runs, and not just as a shape or a limit.</summary>
    public bool IsTensor { get; set; }
}
