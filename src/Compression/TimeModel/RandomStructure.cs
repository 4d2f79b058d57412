using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.TimeModel;

/// <summary>A network with widths drawn at random, whose time says how time depends on widths.</summary>
public static class RandomStructure
{
    private const double Least = 0.04;

    /// <summary>
    /// Each group between 4 % and all of its units, evenly in the logarithm, so that small networks are as frequent as
    /// large ones; every other network is drawn about one common share, as searches make them.
    /// </summary>
    /// <returns>An ONNX file with the first units of every group.</returns>
    public static byte[] Of(ModelGraph graph, ulong seed)
    {
        var random = SplitMix64.For(seed, 0);
        var common = Uniform() < 0.5 ? (double?)null : Draw(Least, 1);
        var keep = new Keep(graph, [.. graph.Groups.Select(group =>
        {
            var share = common is { } c ? Draw(Math.Max(Least, c / 2), Math.Min(1, c * 2)) : Draw(Least, 1);
            return Enumerable.Range(0, Math.Clamp((int)Math.Round(share * group.Units), group.MinUnits, group.Units)).ToArray();
        })]);
        return OnnxFile.Serialize(Slicer.Slice(graph, keep));

        double Uniform() => (random.Next() >> 11) * (1.0 / (1UL << 53));

        double Draw(double least, double most) => least * Math.Pow(most / least, Uniform());
    }
}
