namespace DeepIoT.Compression.Graph;

/// <summary>
/// What is known of one tensor in the graph before it runs. <see cref="Shape"/> has <see cref="Unknown"/> for sizes
/// that only the data tells, such as the batch. <see cref="Labels"/> has, for each dimension, the unit that owns
/// each index, <see cref="NoUnit"/> where none does; null for a dimension without any units, such as space or batch.
/// </summary>
public sealed record Value(string Name, long[] Shape, int[]?[] Labels)
{
    public const long Unknown = -1;
    public const int NoUnit = -1;

    public int Rank => Shape.Length;

    public static Value Plain(string name, long[] shape) => new(name, shape, new int[]?[shape.Length]);

    public string ShapeText => Describe(Shape);

    public static string Describe(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(n => n == Unknown ? "N" : n.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";
}
