using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

/// <summary>A real pseudo-terminal: the test plays the instrument at one end, and the other is a serial device.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2, NoControllingTerminal = 0x100;

    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _open;

    public PseudoTerminal()
    {
        var master = OpenMaster(ReadWrite | NoControllingTerminal);
        var name = new byte[64];
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0 && GetName(master, name, name.Length) == 0, "no pseudo-terminal could be had");
        Device = System.Text.Encoding.UTF8.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0)));
        _master = new SafeFileHandle(master, ownsHandle: true);
        // While nobody has the device open, reading at this end fails.
        _open = new SafeFileHandle(OpenDevice(Device, ReadWrite | NoControllingTerminal), ownsHandle: true);
        Stream = new FileStream(_master, FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>Path of the serial device.</summary>
    public string Device { get; }

    /// <summary>The instrument's end.</summary>
    public FileStream Stream { get; }

    /// <summary>Pulls the plug.</summary>
    public void Dispose()
    {
        _open.Dispose();
        Stream.Dispose();
        _master.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDevice(string path, int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int file);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int file);

    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    private static partial int GetName(int file, Span<byte> name, nint size);
}
