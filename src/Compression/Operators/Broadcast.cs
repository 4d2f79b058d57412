using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Shape and unit rules of two operands that are broadcast against each other.</summary>
internal static class Broadcast
{
    /// <summary>Joins both operands dimension by dimension, counted from the last.</summary>
    public static (long[] Shape, int[]?[] Labels) Join(Coupling c, Value left, Value right, int leaveLast = 0)
    {
        var rank = Math.Max(left.Rank, right.Rank) - leaveLast;
        var (shape, labels) = (new long[rank], new int[]?[rank]);
        for (var d = 0; d < rank; d++)
        {
            var (l, r) = (left.Rank - leaveLast - rank + d, right.Rank - leaveLast - rank + d);
            var (nl, nr) = (l < 0 ? 1 : left.Shape[l], r < 0 ? 1 : right.Shape[r]);
            if (nl != nr && nl != 1 && nr != 1 && nl >= 0 && nr >= 0)
            {
                throw c.Node.Rejected($"joins shapes {left.ShapeText} and {right.ShapeText}, which do not fit",
                    "Check the model; it cannot run as it is.");
            }
            (shape[d], labels[d]) =
                nr == 1 ? (nl, l < 0 ? null : left.Labels[l]) :
                nl == 1 ? (nr, r < 0 ? null : right.Labels[r]) :
                (nl < 0 ? nr : nl, JoinLabels(c, left.Labels[l], right.Labels[r]));
        }
        return (shape, labels);
    }

    private static int[]? JoinLabels(Coupling c, int[]? left, int[]? right) =>
        left is null && right is null ? null : c.Units.Join(left, right, $"{c.Node} joins both");
}
