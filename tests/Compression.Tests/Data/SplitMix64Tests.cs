using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class SplitMix64Tests
{
    /// <summary>The first outputs for this seed as Vigna's reference program prints them.</summary>
    [Fact]
    public void The_numbers_are_those_of_the_reference_implementation()
    {
        var generator = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => generator.Next()));
    }

    [Fact]
    public void Numbers_below_a_bound_are_even()
    {
        var generator = new SplitMix64(1);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[generator.Below(6)]++;

        // Five degrees of freedom: 20.5 is exceeded once in a thousand seeds, and this seed is fixed.
        Assert.True(counts.Sum(n => (n - 10_000.0) * (n - 10_000.0) / 10_000) < 20.5);
    }

    [Fact]
    public void A_shuffle_keeps_every_value()
    {
        var values = Enumerable.Range(0, 1000).ToArray();

        new SplitMix64(3).Shuffle(values);

        Assert.NotEqual(Enumerable.Range(0, 1000), values);
        Assert.Equal(Enumerable.Range(0, 1000), values.Order());
    }

    [Fact]
    public void Purposes_under_one_seed_are_different_streams() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(epoch => SplitMix64.For(7, (ulong)epoch).Next()).Distinct().Count());
}
