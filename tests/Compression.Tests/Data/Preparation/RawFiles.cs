using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data.Preparation;

/// <summary>Raw files of the public data sets, small and made up, but with every array and in the right types.</summary>
internal static class RawFiles
{
    public const int Windows = 24;

    public static (string Name, byte[] Content)[] Of(string set) => set switch
    {
        "mnist" => [.. Mnist("train", 6), .. Mnist("t10k", 4)],
        "cifar10" => [.. Cifar10("train6000", 5), .. Cifar10("test1500", 3)],
        "hapt" => [("hapt-windows.npz", Hapt())],
        "spsw" => [("spsw-windows.npz", Spsw())],
        _ => [("fsdd.npz", Fsdd())],
    };

    /// <summary>Window i: activity i mod 6, or 11 in the last two; user i / 4 + 1; the parts in turn, and 255 in every sixth.</summary>
    private static byte[] Hapt() => FileBytes.Npz(
        ("X.npy", FileBytes.NpyOf("<f4", $"({Windows}, 128, 6)", Noise(Windows * 128 * 6))),
        Bytes("y", i => i >= Windows - 2 ? 11 : i % 6),
        Bytes("user", i => (i / 4) + 1),
        Bytes("experiment", i => (i / 4) + 1),
        ("start.npy", FileBytes.NpyOf("<i4", $"({Windows},)", [.. Enumerable.Range(0, Windows).Select(i => i % 4 * 64)])),
        Bytes("split_activity", i => i / 12),
        Bytes("split_user", i => i % 2),
        Bytes("split_user_time", i => i % 6 == 1 ? 255 : i / 6 % 2));

    private static byte[] Spsw() => FileBytes.Npz(
        ("X.npy", FileBytes.NpyOf("<f4", $"({Windows}, 128, 6)", Noise(Windows * 128 * 6))),
        Bytes("y", i => i % 5),
        Bytes("user", i => (i / 4) + 1),
        Bytes("execution", i => i % 4 + 1),
        ("start.npy", FileBytes.NpyOf("<i4", $"({Windows},)", new int[Windows])),
        Bytes("split_activity", i => i % 3 == 0 ? 1 : 0));

    /// <summary>Twenty recordings of 2 000 samples, take i / 10; take 0 is the test part.</summary>
    private static byte[] Fsdd()
    {
        const int recordings = 20, length = 2000;
        byte[] Each(Func<int, int> value) => FileBytes.NpyOf("|u1", $"({recordings},)", [.. Enumerable.Range(0, recordings).Select(i => (byte)value(i))]);
        byte[] Whole(Func<int, int> value) => FileBytes.NpyOf("<i4", $"({recordings},)", [.. Enumerable.Range(0, recordings).Select(value)]);
        return FileBytes.Npz(
            ("pcm.npy", FileBytes.NpyOf("<i2", $"({recordings * length},)", [.. Noise(recordings * length).Select(value => (short)(value * 8000))])),
            ("offset.npy", Whole(i => i * length)),
            ("length.npy", Whole(_ => length)),
            ("digit.npy", Each(i => i % 10)),
            ("speaker.npy", Each(i => i % 6)),
            ("take.npy", Each(i => i / 10)),
            ("split.npy", Each(i => i < 10 ? 1 : 0)));
    }

    private static (string, byte[])[] Mnist(string part, int count) =>
    [
        ($"{part}-images-idx3-ubyte.gz", FileBytes.Gzip(FileBytes.Idx(8, [count, 28, 28], [.. Enumerable.Range(0, count * 784).Select(i => (byte)i)]))),
        ($"{part}-labels-idx1-ubyte.gz", FileBytes.Gzip(FileBytes.Idx(8, [count], [.. Enumerable.Range(0, count).Select(i => (byte)(9 - i))]))),
    ];

    private static (string, byte[])[] Cifar10(string part, int count) =>
    [
        ($"cifar10-{part}-images-idx4-ubyte.gz", FileBytes.Gzip(FileBytes.Idx(8, [count, 32, 32, 3], [.. Enumerable.Range(0, count * 3072).Select(i => (byte)(i % 3 * 100))]))),
        ($"cifar10-{part}-labels-idx1-ubyte.gz", FileBytes.Gzip(FileBytes.Idx(8, [count], [.. Enumerable.Range(0, count).Select(i => (byte)i)]))),
    ];

    private static (string, byte[]) Bytes(string member, Func<int, int> value) =>
        ($"{member}.npy", FileBytes.NpyOf("|u1", $"({Windows},)", [.. Enumerable.Range(0, Windows).Select(i => (byte)value(i))]));

    private static float[] Noise(int count)
    {
        var generator = new SplitMix64(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * generator.Fraction()) - 1))];
    }
}
