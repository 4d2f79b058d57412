using System.Reflection;
using System.Text;
using DeepIoT.Build;

namespace DeepIoT.SystemTests.Build;

public sealed class MendLibTorchSharpTests
{
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("_ZSt21ios_base_library_initv");

    [Fact]
    public void The_shipped_library_is_mended_by_one_bit()
    {
        var (shipped, mended) = (Shipped(), Shipped());

        Assert.True(MendLibTorchSharp.Mend(mended));

        var changed = Enumerable.Range(0, shipped.Length).Where(i => shipped[i] != mended[i]).ToList();
        Assert.Equal(shipped[Assert.Single(changed)] | 2, mended[changed[0]]);
    }

    [Fact]
    public void The_library_beside_a_built_program_is_mended()
    {
        var built = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

        Assert.False(MendLibTorchSharp.Mend(File.ReadAllBytes(built)));
        Assert.Equal(Shipped().Length, new FileInfo(built).Length);
    }

    [Fact]
    public void Mending_twice_changes_nothing_more()
    {
        var once = Shipped();
        MendLibTorchSharp.Mend(once);
        var twice = once.ToArray();

        Assert.False(MendLibTorchSharp.Mend(twice));
        Assert.Equal(once, twice);
    }

    [Fact]
    public void A_library_without_the_need_stays_as_it_is()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libonnxruntime.so");
        var (shipped, mended) = (File.ReadAllBytes(path), File.ReadAllBytes(path));

        Assert.False(MendLibTorchSharp.Mend(mended));
        Assert.True(shipped.AsSpan().SequenceEqual(mended));
    }

    [Fact]
    public void Another_symbol_that_needs_the_version_is_refused_by_name()
    {
        var library = Shipped();
        library[library.AsSpan().IndexOf(Marker) + Marker.Length - 1] = (byte)'w';

        var refusal = Assert.Throws<InvalidDataException>(() => MendLibTorchSharp.Mend(library));
        Assert.Contains("_ZSt21ios_base_library_initw", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_that_the_code_refers_to_is_refused()
    {
        var library = Shipped();
        var sections = Sections(library);
        var symbols = sections.Single(s => s.Type == 11);
        var name = library.AsSpan().IndexOf(Marker) - sections[symbols.Link].Offset;
        var marker = Enumerable.Range(0, symbols.Size / 24)
            .Single(i => BitConverter.ToInt32(library, symbols.Offset + i * 24) == name);
        BitConverter.TryWriteBytes(library.AsSpan(sections.First(s => s.Type == 4).Offset + 12), marker);

        var refusal = Assert.Throws<InvalidDataException>(() => MendLibTorchSharp.Mend(library));
        Assert.Contains("refers to _ZSt21ios_base_library_initv", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_whole_library_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => MendLibTorchSharp.Mend(new byte[4096]));
        Assert.Throws<InvalidDataException>(() => MendLibTorchSharp.Mend(Shipped()[..^1]));
    }

    private static byte[] Shipped()
    {
        var package = typeof(MendLibTorchSharpTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "TorchSharpPackage").Value!;
        return File.ReadAllBytes(Path.Combine(package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
    }

    private static List<(int Type, int Offset, int Size, int Link)> Sections(byte[] elf) =>
        Enumerable.Range(0, BitConverter.ToUInt16(elf, 0x3C))
            .Select(i => (int)BitConverter.ToInt64(elf, 0x28) + i * 64)
            .Select(at => (BitConverter.ToInt32(elf, at + 4), BitConverter.ToInt32(elf, at + 0x18),
                BitConverter.ToInt32(elf, at + 0x20), BitConverter.ToInt32(elf, at + 0x28)))
            .ToList();
}
