using System.Runtime.InteropServices;

namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>
/// A serial device of Linux: 8 data bits, no parity, no flow control, bytes as they are. USB meters and instruments
/// show up as one (ttyUSB, ttyACM).
/// </summary>
internal sealed partial class SerialLink : IByteLink
{
    // Values of Linux, alike on x86 and ARM.
    private const int ReadWrite = 2, NoControllingTerminal = 0x100, NonBlocking = 0x800, ClosedOnExec = 0x80000;
    private const int Now = 0, BothQueues = 2;
    private const uint Enabled = 0x80, IgnoreModemLines = 0x800;
    private const int Interrupted = 4, TryAgain = 11;
    private const short Readable = 1, Writable = 4;
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(2);

    private readonly string _device;
    private readonly int _file;

    /// <exception cref="MeterException">There is no such device, or it may not be used.</exception>
    public SerialLink(string device, int baud)
    {
        _device = device;
        if (!OperatingSystem.IsLinux())
            throw new MeterException("serial meters are read on Linux only");
        _file = Open(device, ReadWrite | NoControllingTerminal | NonBlocking | ClosedOnExec);
        if (_file < 0)
            throw Fault("cannot be opened", "see that it is plugged in and that this user may use it (group dialout)");
        try
        {
            SetUp(baud);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        if (!Wait(Readable, limit))
            return 0;
        var length = Read(_file, buffer, buffer.Length);
        if (length > 0)
            return (int)length;
        if (length < 0 && Marshal.GetLastPInvokeError() is Interrupted or TryAgain)
            return 0;
        throw length == 0 ? new MeterException($"{_device} is gone") : Fault("is gone");
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = Write(_file, bytes, bytes.Length);
            if (length > 0)
                bytes = bytes[(int)length..];
            else if (Marshal.GetLastPInvokeError() is not (Interrupted or TryAgain))
                throw Fault("takes no bytes");
            else if (!Wait(Writable, WriteLimit))
                throw new MeterException($"{_device} took no bytes for {WriteLimit.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _ = Close(_file);

    private void SetUp(int baud)
    {
        if (GetSettings(_file, out var settings) != 0)
            throw Fault("is no serial device", "name one such as /dev/ttyUSB0 or /dev/ttyACM0");
        MakeRaw(ref settings);
        settings.Control |= Enabled | IgnoreModemLines;
        // glibc takes the rate in bits per second as well as the kernel's constant for it.
        if (SetSpeed(ref settings, (uint)baud) != 0)
            throw new MeterException($"{_device} cannot be set to {baud} baud", "use a standard rate such as 9600 or 115200");
        if (SetSettings(_file, Now, in settings) != 0)
            throw Fault("cannot be set up");
        // What was sent before anyone listened is old.
        _ = Flush(_file, BothQueues);
    }

    private bool Wait(short events, TimeSpan limit)
    {
        var request = new PollRequest { File = _file, Events = events };
        var ready = Poll(ref request, 1, (int)Math.Ceiling(Math.Max(0, limit.TotalMilliseconds)));
        if (ready < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            throw Fault("cannot be waited for");
        return ready > 0;
    }

    private MeterException Fault(string what, string remedy = "") =>
        new($"{_device} {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}", remedy);

    private struct PollRequest
    {
        public int File;
        public short Events;
        public short Happened;
    }

    /// <summary>`struct termios` of glibc on Linux.</summary>
    private unsafe struct Settings
    {
        public uint Input, Output, Control, Local;
        public byte Line;
        public fixed byte Characters[32];
        public uint InputSpeed, OutputSpeed;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, Span<byte> buffer, nint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, ReadOnlySpan<byte> buffer, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(int file, out Settings settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(ref Settings settings);

    [LibraryImport("libc", EntryPoint = "cfsetspeed")]
    private static partial int SetSpeed(ref Settings settings, uint baud);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetSettings(int file, int when, in Settings settings);

    [LibraryImport("libc", EntryPoint = "tcflush")]
    private static partial int Flush(int file, int queues);
}
