namespace DeepIoT.Compression.TimeModel;

/// <summary>Least squares with coefficients of at least 0, by coordinate descent on the normal equations.</summary>
internal static class LeastSquares
{
    private const int Sweeps = 2_000;
    private const double Enough = 1e-7;

    /// <summary>Keeps columns that say the same from growing against each other.</summary>
    private const double Ridge = 1e-6;

    /// <param name="rows">[rows][columns]</param>
    /// <returns>One coefficient a column.</returns>
    public static double[] Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        var columns = rows[0].Length;
        var (gram, right, scale) = (new double[columns, columns], new double[columns], new double[columns]);
        foreach (var row in rows)
            for (var c = 0; c < columns; c++) scale[c] += row[c] * row[c];
        for (var c = 0; c < columns; c++) scale[c] = scale[c] > 0 ? 1 / Math.Sqrt(scale[c]) : 0;
        for (var r = 0; r < rows.Count; r++)
        {
            for (var a = 0; a < columns; a++)
            {
                var scaled = rows[r][a] * scale[a];
                if (scaled == 0) continue;
                right[a] += scaled * targets[r];
                for (var b = 0; b <= a; b++) gram[a, b] += scaled * rows[r][b] * scale[b];
            }
        }
        for (var a = 0; a < columns; a++)
            for (var b = 0; b < a; b++) gram[b, a] = gram[a, b];

        var solution = new double[columns];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            double farthest = 0;
            for (var c = 0; c < columns; c++)
            {
                if (scale[c] == 0) continue;
                var residual = right[c];
                for (var o = 0; o < columns; o++) residual -= gram[c, o] * solution[o];
                var next = Math.Max(0, solution[c] + ((residual - (Ridge * solution[c])) / (gram[c, c] + Ridge)));
                farthest = Math.Max(farthest, Math.Abs(next - solution[c]));
                solution[c] = next;
            }
            if (farthest < Enough) break;
        }
        for (var c = 0; c < columns; c++) solution[c] *= scale[c];
        return solution;
    }
}
