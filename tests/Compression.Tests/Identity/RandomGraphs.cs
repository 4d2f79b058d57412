using CsCheck;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Tests.Identity;

/// <summary>What a random graph is made of. The numbers are read as far as they fit where the layer comes.</summary>
internal sealed record Layer(LayerKind Kind, int Width, int Kernel, int Variant);

internal enum LayerKind
{
    Conv,
    GroupedConv,
    DepthwiseConv,
    BatchNormalization,
    Activation,
    Pool,
    Residual,
    Concat,
    SpatialConcat,
    Excitation,
    Arithmetic,
    Transposes,
    ConvTranspose,
    Split,
    Part,
    Pad,
    Resize,
    ExtraAxis,
    LayerNormalization,
}

internal enum Head
{
    Flatten,
    Reshape,
    GlobalPool,
    GlobalMaxPool,
    ReduceMean,
    ReduceSum,
    SumOfChannels,
    Recurrent,
}

/// <param name="Axes">One or two axes of space.</param>
/// <param name="Hidden">Dense layers before the last one; recurrent ones, too, where the head is recurrent.</param>
/// <param name="Seed">Of weights, inputs and the units that are removed.</param>
internal sealed record GraphRecipe(int Axes, int Channels, int Side, Layer[] Layers, Head Head, Layer[] Hidden, int Last, ulong Seed)
{
    public ModelProto Build() => new RandomGraphBuilder(this).Build();

    public override string ToString() =>
        $"{Axes}d {Channels}×{Side} [{string.Join("; ", Layers.Select(Text))}] {Head} [{string.Join("; ", Hidden.Select(Text))}] last {Last} seed {Seed}";

    private static string Text(Layer layer) => $"{layer.Kind} {layer.Width} {layer.Kernel} {layer.Variant}";
}

/// <summary>Random classifiers: chains, recurrent layers behind convolutions, branches that are added or joined, and every supported kind of layer.</summary>
internal static class RandomGraphs
{
    private static Gen<Layer> Layers(params LayerKind[] kinds) =>
        Gen.Select(Gen.OneOf(kinds), Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 59], (kind, width, kernel, variant) => new Layer(kind, width, kernel, variant));

    public static Gen<GraphRecipe> Recipes { get; } = Gen.Select(
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 4], Gen.Int[6, 10]),
        Layers(Enum.GetValues<LayerKind>()).Array[1, 6],
        Gen.OneOf([.. Enum.GetValues<Head>(), Head.Recurrent, Head.Recurrent]),
        Layers(LayerKind.Activation).Array[1, 3],
        Gen.Int[0, 3],
        Gen.ULong,
        (size, layers, head, hidden, last, seed) => new GraphRecipe(size.Item1, size.Item2, size.Item3, layers, head, hidden, last, seed));

    /// <summary>The same ones in every run: each is drawn with a seed of its own.</summary>
    public static IEnumerable<GraphRecipe> First(int count) =>
        Enumerable.Range(1, count).Select(seed => Recipes.Generate(new PCG(1, (ulong)seed), null, out _));
}
