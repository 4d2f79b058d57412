namespace DeepIoT.Compression.Data.Preparation;

/// <summary>Windows [n, 128, 6] of accelerometer and gyroscope with what is known of each.</summary>
internal sealed record InertialWindows(float[] Values, int[] Activities, int[] Users, int[] Recordings, int[] Starts)
{
    private const int Size = SpectralIntervals.Window * SpectralIntervals.Axes;

    /// <summary>Where two windows of the same recording follow each other without a gap.</summary>
    private const int Step = SpectralIntervals.Window / 2;

    public static InertialWindows Read(RawArchive archive, int activities, int users, string recordings, int mostRecordings)
    {
        var values = archive.Floats("X", 1, SpectralIntervals.Window, SpectralIntervals.Axes);
        var n = values.Length / Size;
        return new InertialWindows(
            values,
            archive.Integers("y", n, 0, activities - 1),
            archive.Integers("user", n, 1, users),
            archive.Integers(recordings, n, 1, mostRecordings),
            archive.Integers("start", n, 0, int.MaxValue));
    }

    public int Count => Activities.Length;

    /// <summary>The windows in question, as spectra.</summary>
    public PreparedPart Part(Predicate<int> isMember, Func<int, int> label, Func<int, int> group)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => isMember(row))];
        var inputs = new float[rows.Length * SpectralIntervals.Size];
        for (var i = 0; i < rows.Length; i++)
            SpectralIntervals.Of(Values.AsSpan(rows[i] * Size, Size), inputs.AsSpan(i * SpectralIntervals.Size, SpectralIntervals.Size));
        return new PreparedPart(inputs, [.. rows.Select(label)], [.. rows.Select(group)]);
    }

    /// <summary>For each window the number of its segment: overlapping windows of one recording with one activity.</summary>
    public int[] Segments()
    {
        var segments = new int[Count];
        for (var i = 1; i < Count; i++)
        {
            var goesOn = Recordings[i] == Recordings[i - 1] && Activities[i] == Activities[i - 1] && Starts[i] == Starts[i - 1] + Step;
            segments[i] = segments[i - 1] + (goesOn ? 0 : 1);
        }
        return segments;
    }
}
