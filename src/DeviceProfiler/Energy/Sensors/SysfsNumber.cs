using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>
/// A one-line file of the kernel, read again and again without an allocation. It is opened each time: a driver that
/// is unloaded takes the file away, and one that returns brings another file of the same name.
/// </summary>
internal sealed partial class SysfsNumber(string path)
{
    private const int ReadOnlyAndClosedOnExec = 0x80000; // O_RDONLY | O_CLOEXEC on Linux.
    private const int NotPermitted = 1, NotThere = 2, Denied = 13, NoSuchDevice = 19, NoData = 61;

    private readonly byte[] _path = [.. Encoding.UTF8.GetBytes(path), 0];
    private readonly byte[] _text = new byte[64];

    public static SysfsNumber At(SystemFiles files, string path) => new(files.PathOf(path));

    /// <exception cref="MeterException">The file is gone, refuses or holds no number.</exception>
    public double Read()
    {
        var text = ReadText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new MeterException($"{path} holds `{Encoding.UTF8.GetString(text)}`, which is no number");
    }

    /// <summary>The file's text without the line's end, valid until the next read.</summary>
    public ReadOnlySpan<byte> ReadText()
    {
        var file = Open(_path, ReadOnlyAndClosedOnExec);
        if (file < 0)
            throw Fault(Marshal.GetLastPInvokeError());
        var length = Read(file, _text, _text.Length);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(file);
        return length >= 0 ? _text.AsSpan(0, (int)length).TrimEnd("\n "u8) : throw Fault(error);
    }

    private MeterException Fault(int error) => error switch
    {
        NotThere or NoSuchDevice => new($"{path} is gone", "see whether the sensor's driver is loaded and its bus answers (dmesg)"),
        Denied or NotPermitted => new($"{path} may not be read by this user", "give the agent's user the right to read it, for example by a udev rule, or run the agent as root"),
        NoData => new($"{path} has no data: the channel is switched off", "switch it on by its `_enable` file"),
        _ => new($"{path} cannot be read: {Marshal.GetPInvokeErrorMessage(error)}"),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, Span<byte> buffer, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
