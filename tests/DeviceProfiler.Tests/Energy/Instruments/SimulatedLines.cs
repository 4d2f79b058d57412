using System.Text;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

/// <summary>A simulated meter that sends lines by itself, every few milliseconds, on a thread of its own.</summary>
internal sealed class SimulatedLines : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stopped;

    /// <param name="line">The line of a number, with its end; null while the meter is silent.</param>
    public SimulatedLines(PseudoTerminal terminal, Func<int, string?> line)
    {
        _thread = new Thread(() =>
        {
            for (var number = 0; !_stopped; Thread.Sleep(5))
            {
                if (line(number) is not { } text)
                    continue;
                terminal.Stream.Write(Encoding.ASCII.GetBytes(text));
                number++;
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopped = true;
        // Nobody reads any more: a write may wait for ever.
        _thread.Join(TimeSpan.FromSeconds(1));
    }
}
