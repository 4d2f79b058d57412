using DeepIoT.DeviceProfiler.Energy.Reckoning;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using DeepIoT.DeviceProfiler.Tests.Conditions;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sensors;

/// <summary>
/// Rewrites files of a simulated board, again and again, with what a sensor would show at that moment.
/// Each text replaces the file at once, as the kernel's are never half written.
/// </summary>
internal sealed class LiveFiles : IDisposable
{
    private readonly List<(long At, double Seconds)> _shown = new(100_000);
    private readonly Thread _thread;
    private volatile bool _stopped;

    /// <param name="files">Path below the system's root, and its text by the seconds since the start.</param>
    public LiveFiles(MadeUpSystem system, params (string Path, Func<double, string> Text)[] files)
        : this(system, TimeSpan.FromMilliseconds(1), files)
    {
    }

    /// <param name="pause">Between two times; what is rewritten often is load for what is measured meanwhile.</param>
    public LiveFiles(MadeUpSystem system, TimeSpan pause, params (string Path, Func<double, string> Text)[] files)
    {
        void Rewrite()
        {
            var seconds = (MonotonicClock.Now - Start) / 1e9;
            foreach (var (path, text) in files)
            {
                var full = Path.Combine(system.Root, path);
                File.WriteAllText(full + ".next", text(seconds) + "\n");
                File.Move(full + ".next", full, overwrite: true);
            }
            _shown.Add((MonotonicClock.Now, seconds));
        }
        Rewrite();
        _thread = new Thread(() =>
        {
            while (!_stopped)
            {
                Rewrite();
                Thread.Sleep(pause);
            }
        });
        _thread.Start();
    }

    public long Start { get; } = MonotonicClock.Now;

    public void Stop()
    {
        _stopped = true;
        _thread.Join();
    }

    /// <summary>
    /// After <see cref="Stop"/>: what was to be seen in a window, and for how long. A busy machine rewrites late, and
    /// a meter is only to be blamed for what it could see.
    /// </summary>
    public IReadOnlyList<(TimeWindow Window, double Seconds)> Shown(TimeWindow window) =>
        [.. _shown.Zip(_shown.Skip(1), (shown, next) => (Window: new TimeWindow(Math.Max(shown.At, window.From), Math.Min(next.At, window.To)), shown.Seconds))
            .Where(shown => shown.Window.Seconds > 0)];

    public void Dispose() => Stop();
}
