#pragma warning disable IDE0005 // The build compiles this file by itself, without implicit usings.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace DeepIoT.Build;

/// <summary>
/// Writes a copy of libLibTorchSharp.so that loads on systems whose libstdc++ is older than GCC 13 (Debian 12).
/// The library was linked against GLIBCXX_3.4.32 for one marker symbol that nothing in it refers to, so the
/// need is flagged weak (VER_FLG_WEAK): the loader then binds it where it exists and goes on where it does not.
/// A library without that need is copied as it is.
/// </summary>
public sealed class MendLibTorchSharp : Microsoft.Build.Utilities.Task
{
    private const string Version = "GLIBCXX_3.4.32";

    // GCC 13 emits this reference with every <iostream>; libtorch's own objects initialise the streams.
    private const string Marker = "_ZSt21ios_base_library_initv";

    [Required]
    public string Source { get; set; } = "";

    [Required]
    public string Destination { get; set; } = "";

    public override bool Execute()
    {
        var library = File.ReadAllBytes(Source);
        try
        {
            Mend(library);
        }
        catch (InvalidDataException refusal)
        {
            Log.LogError("{0} cannot be mended: {1}", Source, refusal.Message);
            return false;
        }
        // Outputs are hard links to this file: replace it, never write into it.
        var fresh = Destination + ".new";
        File.WriteAllBytes(fresh, library);
        File.Delete(Destination);
        File.Move(fresh, Destination);
        return true;
    }

    /// <summary>Flags the need weak in place; false when there is no such need or it is weak already.</summary>
    /// <exception cref="InvalidDataException">Not a 64-bit ELF file, or the version is really needed.</exception>
    public static bool Mend(byte[] library)
    {
        if (library.Length < 64 || BitConverter.ToUInt32(library, 0) != 0x464C457F || library[4] != 2)
            throw new InvalidDataException("it is no 64-bit ELF file");
        var sections = Sections(library);
        var need = FindNeed(library, sections);
        if (need is not int entry || (BitConverter.ToUInt16(library, entry + 4) & WeakFlag) != 0)
            return false;
        RefuseIfUsed(library, sections, BitConverter.ToUInt16(library, entry + 6));
        library[entry + 4] |= WeakFlag;
        return true;
    }

    private const byte WeakFlag = 2;
    private const uint Relocations = 4, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;

    private sealed class Section
    {
        public uint Type, Link, Count;
        public int Offset, Size;
    }

    private static List<Section> Sections(byte[] elf)
    {
        var at = checked((int)BitConverter.ToInt64(elf, 0x28));
        int size = BitConverter.ToUInt16(elf, 0x3A), count = BitConverter.ToUInt16(elf, 0x3C);
        if (at + size * count > elf.Length)
            throw new InvalidDataException("it is cut short");
        return Enumerable.Range(0, count).Select(i => at + i * size).Select(header => new Section
        {
            Type = BitConverter.ToUInt32(elf, header + 4),
            Offset = checked((int)BitConverter.ToInt64(elf, header + 0x18)),
            Size = checked((int)BitConverter.ToInt64(elf, header + 0x20)),
            Link = BitConverter.ToUInt32(elf, header + 0x28),
            Count = BitConverter.ToUInt32(elf, header + 0x2C),
        }).ToList();
    }

    private static int? FindNeed(byte[] elf, List<Section> sections)
    {
        foreach (var needs in sections.Where(s => s.Type == VersionNeeds))
        {
            var file = needs.Offset;
            for (var i = 0; i < needs.Count; i++)
            {
                var entry = file + BitConverter.ToInt32(elf, file + 8);
                for (var j = 0; j < BitConverter.ToUInt16(elf, file + 2); j++)
                {
                    if (Name(elf, sections[(int)needs.Link], BitConverter.ToUInt32(elf, entry + 8)) == Version)
                        return entry;
                    entry += BitConverter.ToInt32(elf, entry + 12);
                }
                file += BitConverter.ToInt32(elf, file + 12);
            }
        }
        return null;
    }

    private static void RefuseIfUsed(byte[] elf, List<Section> sections, int version)
    {
        var versions = sections.Single(s => s.Type == SymbolVersions);
        var symbols = sections[(int)versions.Link];
        var relocated = new HashSet<long>(sections
            .Where(s => s.Type == Relocations)
            .SelectMany(s => Enumerable.Range(0, s.Size / 24).Select(i => (long)BitConverter.ToUInt32(elf, s.Offset + i * 24 + 12))));
        for (var i = 0; i < versions.Size / 2; i++)
        {
            if ((BitConverter.ToUInt16(elf, versions.Offset + i * 2) & 0x7FFF) != version)
                continue;
            var name = Name(elf, sections[(int)symbols.Link], BitConverter.ToUInt32(elf, symbols.Offset + i * 24));
            if (name != Marker)
                throw new InvalidDataException($"its symbol {name} needs {Version}");
            if (relocated.Contains(i))
                throw new InvalidDataException($"its code refers to {name}, which needs {Version}");
        }
    }

    private static string Name(byte[] elf, Section strings, uint at)
    {
        var start = strings.Offset + checked((int)at);
        return Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);
    }
}
