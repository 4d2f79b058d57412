using static System.FormattableString;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// What is known of one tensor in the graph before it runs. A negative size in <see cref="Shape"/> is a multiple of the
/// batch, which only the data tells: -1 is <see cref="Batch"/> itself, -100 a hundred times that. <see cref="Labels"/> has, for each dimension, the unit that owns
/// each index, <see cref="NoUnit"/> where none does; null for a dimension without any units, such as space or batch.
/// </summary>
public sealed record Value(string Name, long[] Shape, int[]?[] Labels)
{
    public const long Batch = -1;
    public const int NoUnit = -1;

    public int Rank => Shape.Length;

    public static Value Plain(string name, long[] shape) => new(name, shape, new int[]?[shape.Length]);

    public string ShapeText => Describe(Shape);

    public static string Describe(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(n => n == Batch ? "N" : n < 0 ? Invariant($"{-n}·N") : Invariant($"{n}")))}]";

    /// <summary>The axis that holds the batch, alone or merged with others; null when none does.</summary>
    public int? BatchAxis => Array.FindIndex(Shape, n => n < 0) is >= 0 and var axis ? axis : null;

    /// <summary>Elements of a block of dimensions, negative when the batch is among them.</summary>
    public static long Product(IEnumerable<long> shape) => shape.Aggregate(1L, (a, b) => (a < 0 || b < 0 ? -1 : 1) * Math.Abs(a * b));
}
