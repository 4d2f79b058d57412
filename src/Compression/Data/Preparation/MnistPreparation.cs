namespace DeepIoT.Compression.Data.Preparation;

/// <summary>LeCun, Cortes, Burges: digits as grey images [1, 28, 28], 0 the background and 1 the ink, in the official parts.</summary>
internal static class MnistPreparation
{
    private const int Side = 28, Classes = 10;

    public static PreparedTask Read(RawFolder folder) =>
        new("mnist", [1, Side, Side], Classes, false, Part(folder, "train"), Part(folder, "t10k"));

    private static PreparedPart Part(RawFolder folder, string part)
    {
        var images = folder.Images($"{part}-images-idx3-ubyte.gz", 1 / 255.0, Side, Side);
        return new PreparedPart(images, folder.Labels($"{part}-labels-idx1-ubyte.gz", images.Length / (Side * Side), Classes), null);
    }
}
