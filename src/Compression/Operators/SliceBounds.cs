using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Where Slice cuts, by axis, as the node states it.</summary>
internal sealed record SliceBounds(IReadOnlyList<(int Axis, long Start, long End, long Step)> Cuts)
{
    public static SliceBounds Of(Node node, int rank, long[]? starts, long[]? ends, long[]? axes, long[]? steps)
    {
        if (starts is null || ends is null) throw node.Rejected("names no starts or ends", "Export the model again.");
        axes ??= [.. Enumerable.Range(0, starts.Length).Select(d => (long)d)];
        steps ??= [.. Enumerable.Repeat(1L, starts.Length)];
        var cuts = starts.Zip(ends, axes).Zip(steps, (t, step) => ((int)(t.Third < 0 ? t.Third + rank : t.Third), t.First, t.Second, step)).ToList();
        if (cuts.Count != starts.Length || cuts.Count != ends.Length || cuts.Any(cut => cut.Item1 < 0 || cut.Item1 >= rank || cut.step == 0)
            || cuts.DistinctBy(cut => cut.Item1).Count() != cuts.Count)
            throw node.Rejected($"has starts, ends, axes or steps that do not fit a tensor of rank {rank}", "Export the model again.");
        return new SliceBounds(cuts);
    }

    /// <summary>Indices that are taken of an axis of this size; bounds beyond it are cut off.</summary>
    public static List<int> Indices(long size, long start, long end, long step)
    {
        (start, end) = (start < 0 ? start + size : start, end < 0 ? end + size : end);
        (start, end) = step > 0
            ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size))
            : (Math.Clamp(start, -1, size - 1), Math.Clamp(end, -1, size - 1));
        step = Math.Clamp(step, -size - 1, size + 1);
        var taken = new List<int>();
        for (var i = start; step > 0 ? i < end : i > end; i += step) taken.Add((int)i);
        return taken;
    }
}
