using System.Formats.Tar;
using StbImageSharp;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>All of CIFAR-10 from its JPEG copies: a packed tar of PART/CLASS/NUMBER.jpg.</summary>
internal static class JpegTar
{
    /// <summary>A JPEG of 32×32 pixels has about a kilobyte; anything like this is none.</summary>
    private const long MostBytes = 1 << 16;

    private const int Side = Cifar10Preparation.Side, Channels = Cifar10Preparation.Channels;

    public static PreparedPart Read(RawFolder folder, string file, string part) => folder.Whole(file, content =>
    {
        var (images, labels) = (new List<float[]>(), new List<int>());
        using (var tar = new TarReader(content.Content, leaveOpen: true))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    continue;
                labels.Add(Label(entry.Name, part, file));
                images.Add(Decode(entry, file));
            }
        }
        // Only at its end is the sum of the whole checked.
        content.Content.CopyTo(Stream.Null);
        if (images.Count == 0)
            throw RawFolder.Rejected(file, "it holds no images");
        var inputs = new float[images.Count * images[0].Length];
        foreach (var (i, image) in images.Index())
            image.CopyTo(inputs, i * image.Length);
        return new PreparedPart(inputs, [.. labels], null);
    });

    private static int Label(string name, string part, string file)
    {
        var label = name.Split('/') is [var first, var kind, _] && first == part ? Cifar10Preparation.Classes.ToList().IndexOf(kind) : -1;
        return label >= 0 ? label : throw RawFolder.Rejected(file, $"it holds '{name}' where {part}/CLASS/NUMBER.jpg is due");
    }

    private static float[] Decode(TarEntry entry, string file)
    {
        if (entry.Length > MostBytes || entry.DataStream is null)
            throw RawFolder.Rejected(file, $"'{entry.Name}' has {entry.Length} bytes, which is no JPEG of {Side}×{Side} pixels");
        using var bytes = new MemoryStream();
        entry.DataStream.CopyTo(bytes);
        var image = Decode(bytes.ToArray());
        if (image is not { Width: Side, Height: Side })
            throw RawFolder.Rejected(file, $"'{entry.Name}' is no JPEG of {Side}×{Side} pixels");
        var planes = new float[Side * Side * Channels];
        Cifar10Preparation.Planes(Array.ConvertAll(image.Data, value => value / 255f), planes);
        return planes;
    }

    /// <returns>Null when the bytes are no image.</returns>
    private static ImageResult? Decode(byte[] bytes)
    {
        try
        {
            return ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlue);
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }
}
