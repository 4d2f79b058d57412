namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>A stretch of time, in nanoseconds of the machine's monotonic clock.</summary>
public readonly record struct TimeWindow(long From, long To)
{
    public double Seconds => (To - From) / 1e9;

    /// <summary>The window in <paramref name="count"/> parts of equal length.</summary>
    public IEnumerable<TimeWindow> Cut(int count)
    {
        var (from, length) = (From, To - From);
        return Enumerable.Range(0, count).Select(i => new TimeWindow(from + length * i / count, from + length * (i + 1) / count));
    }

    /// <summary>
    /// Windows one after the other, in <paramref name="count"/> parts that are equally long in all. A part is made of the pieces
    /// of windows that fall into it; what lies between the windows is in none.
    /// </summary>
    public static IEnumerable<IReadOnlyList<TimeWindow>> Cut(IReadOnlyList<TimeWindow> windows, int count)
    {
        var starts = new long[windows.Count + 1];
        for (var i = 0; i < windows.Count; i++)
            starts[i + 1] = starts[i] + windows[i].To - windows[i].From;
        return new TimeWindow(0, starts[^1]).Cut(count).Select(part => windows
            .Select((window, i) => new TimeWindow(
                window.From + Math.Max(0, part.From - starts[i]),
                window.From + Math.Min(window.To - window.From, part.To - starts[i])))
            .Where(piece => piece.To > piece.From)
            .ToArray());
    }
}
