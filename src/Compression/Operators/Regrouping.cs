using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Follows units through a change of shape. Dimensions are matched in blocks of equal size from the last one on;
/// inside a block a unit is followed when one dimension of the result still tells its units apart, as when a channel
/// becomes its block of H·W flat positions. Otherwise, and in blocks too large to look at, the units are fixed.
/// </summary>
internal static class Regrouping
{
    public static int[]?[] Follow(Coupling c, Value x, long[] shape)
    {
        var labels = new int[]?[shape.Length];
        var (i, o) = (x.Rank, shape.Length);
        while (i > 0 || o > 0)
        {
            var (firstIn, firstOut) = (i, o);
            long sizeIn = 1, sizeOut = 1;
            // Grow the smaller side until both blocks hold the same number of elements.
            do
            {
                if (i > 0 && (Math.Abs(sizeIn) <= Math.Abs(sizeOut) || o == 0)) sizeIn = Value.Product([sizeIn, x.Shape[--i]]);
                else if (o > 0) sizeOut = Value.Product([sizeOut, shape[--o]]);
            }
            while (sizeIn != sizeOut && (i > 0 || o > 0));
            Block(c, x, shape, labels, i..firstIn, o..firstOut);
        }
        return labels;
    }

    private static void Block(Coupling c, Value x, long[] shape, int[]?[] labels, Range inputs, Range outputs)
    {
        var (inStart, inEnd) = (inputs.Start.Value, inputs.End.Value);
        var (outStart, outEnd) = (outputs.Start.Value, outputs.End.Value);
        for (var d = inStart; d < inEnd; d++)
        {
            if (x.Labels[d] is not { } owners) continue;
            var target = Enumerable.Range(outStart, outEnd - outStart)
                .Where(a => labels[a] is null)
                .Select(a => (Axis: a, Along: Along(c, x.Shape[inStart..inEnd], d - inStart, owners, shape[outStart..outEnd], a - outStart)))
                .FirstOrDefault(t => t.Along is not null);
            if (target.Along is null) c.Units.Fix(owners, $"{c.Node} from {x.ShapeText} to {Value.Describe(shape)} mixes them");
            else labels[target.Axis] = target.Along;
        }
    }

    /// <summary>Owners along one output axis when each index of it holds one unit of the input axis only; null otherwise.</summary>
    private static int[]? Along(Coupling c, long[] from, int axis, int[] owners, long[] to, int target)
    {
        if (from.Length == 1 && to.Length == 1) return owners;
        if (from.Any(n => n < 0) || to.Any(n => n < 0) || to[target] == 1) return null;
        long Inner(long[] sizes, int d) => sizes.Skip(d + 1).Aggregate(1L, (a, b) => a * b);
        var (inner, innerTo) = (Inner(from, axis), Inner(to, target));
        var total = from.Aggregate(1L, (a, b) => a * b);
        if (!c.MayFollow(total)) return null;
        var along = new int?[to[target]];
        for (long flat = 0; flat < total; flat++)
        {
            var owner = owners[flat / inner % from[axis]];
            ref var seen = ref along[flat / innerTo % to[target]];
            seen ??= owner;
            if (seen != owner) return null;
        }
        return [.. along.Select(l => l!.Value)];
    }
}
