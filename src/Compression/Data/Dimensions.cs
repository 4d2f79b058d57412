namespace DeepIoT.Compression.Data;

/// <summary>Shapes as people write them.</summary>
internal static class Dimensions
{
    public static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    public static long Product(IEnumerable<long> shape) => shape.Aggregate(1L, (product, n) => checked(product * n));
}
