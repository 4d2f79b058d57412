using System.Numerics;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>The discrete Fourier transform of a power of two of values: Cooley and Tukey 1965, in place.</summary>
internal static class Fourier
{
    /// <param name="values">Σ x(t)·e^(−2πi·f·t/n) takes the place of x(f).</param>
    public static void Transform(Span<Complex> values)
    {
        var n = values.Length;
        if (!BitOperations.IsPow2(n))
            throw new ArgumentException($"{n} is no power of two", nameof(values));
        Reorder(values);
        for (var half = 1; half < n; half *= 2)
        {
            for (var k = 0; k < half; k++)
            {
                var turn = Complex.FromPolarCoordinates(1, -Math.PI * k / half);
                for (var even = k; even < n; even += 2 * half)
                {
                    var odd = turn * values[even + half];
                    (values[even], values[even + half]) = (values[even] + odd, values[even] - odd);
                }
            }
        }
    }

    /// <summary>Brings values to the place whose bits are those of their own in reverse.</summary>
    private static void Reorder(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < values.Length; i++)
        {
            var bit = values.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j |= bit;
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
