namespace DeepIoT.Compression.Data;

/// <summary>
/// A small seeded generator whose numbers are the same on every platform and runtime version, as those of
/// <see cref="Random"/> are not promised to be. Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014.
/// </summary>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one of many independent purposes under one seed, e.g. one epoch.</summary>
    public static SplitMix64 For(ulong seed, ulong purpose) => new(Mix(seed) ^ Mix(~purpose));

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, <paramref name="bound"/>), unbiased.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Lemire 2019: the low half of the product tells the few draws that would favour some values.
        var limit = (ulong)bound;
        var high = Math.BigMul(Next(), limit, out var low);
        if (low < limit)
        {
            for (var threshold = (0 - limit) % limit; low < threshold;)
                high = Math.BigMul(Next(), limit, out low);
        }
        return (int)high;
    }

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
