namespace DeepIoT.Compression.Data.Preparation;

/// <summary>
/// Krizhevsky 2009: photographs of ten kinds of things as [3, 32, 32], red, green and blue from 0 to 1. Unless all are
/// asked for, the 6 000 and 1 500 that are there without compression: decoding the others takes a while.
/// </summary>
internal static class Cifar10Preparation
{
    public const int Side = 32, Channels = 3;

    private const int Size = Side * Side * Channels;

    public static IReadOnlyList<string> Classes { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public static PreparedTask Read(RawFolder folder, bool all) => new(
        "cifar10",
        [Channels, Side, Side],
        Classes.Count,
        false,
        all ? JpegTar.Read(folder, "cifar10-train-jpeg.tar.gz", "train") : Subset(folder, "train6000"),
        all ? JpegTar.Read(folder, "cifar10-test-jpeg.tar.gz", "test") : Subset(folder, "test1500"));

    /// <summary>From rows of pixels to planes of one colour each.</summary>
    public static void Planes(ReadOnlySpan<float> pixels, Span<float> planes)
    {
        for (var i = 0; i < Side * Side; i++)
        {
            for (var channel = 0; channel < Channels; channel++)
                planes[(channel * Side * Side) + i] = pixels[(i * Channels) + channel];
        }
    }

    private static PreparedPart Subset(RawFolder folder, string part)
    {
        var pixels = folder.Images($"cifar10-{part}-images-idx4-ubyte.gz", 1 / 255.0, Side, Side, Channels);
        var images = new float[pixels.Length];
        for (var at = 0; at < images.Length; at += Size)
            Planes(pixels.AsSpan(at, Size), images.AsSpan(at, Size));
        return new PreparedPart(images, folder.Labels($"cifar10-{part}-labels-idx1-ubyte.gz", images.Length / Size, Classes.Count), null);
    }
}
