using System.Diagnostics;
using System.Globalization;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>
/// The most physical memory that a process had at any time, native libraries included, as Linux counts it. A process
/// that has too much is killed, before the machine of whoever runs the tests suffers.
/// </summary>
public sealed class PeakMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private readonly Thread _reader;
    private long _bytes;

    public PeakMemory(Process process, long mostBytes)
    {
        _reader = new Thread(() =>
        {
            // The kernel keeps the peak, but only until the process ends: growth in its last moments is not seen.
            while (Read($"/proc/{process.Id}/status") is { } bytes)
            {
                _bytes = bytes;
                if (bytes > mostBytes) process.Kill();
                Thread.Sleep(Interval);
            }
        });
        _reader.Start();
    }

    /// <summary>Waits for the end of the process.</summary>
    public long Bytes
    {
        get
        {
            _reader.Join();
            return _bytes;
        }
    }

    private static long? Read(string status)
    {
        try
        {
            var line = File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
