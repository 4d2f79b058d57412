using System.Numerics;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Compression.Tests.Data.Preparation;

public sealed class FourierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void The_fast_transform_is_the_sum_that_defines_it(int n)
    {
        var generator = new SplitMix64(5);
        var values = Enumerable.Range(0, n).Select(_ => new Complex(generator.Fraction(), generator.Fraction())).ToArray();
        var expected = Enumerable.Range(0, n).Select(f => values.Select((x, t) => x * Complex.Exp(new Complex(0, -2 * Math.PI * f * t / n))).Aggregate((a, b) => a + b)).ToArray();

        Fourier.Transform(values);

        Assert.All(values.Zip(expected), pair => Assert.Equal(0, (pair.First - pair.Second).Magnitude, 1e-10));
    }

    [Fact]
    public void Other_lengths_are_no_use_of_it() => Assert.Throws<ArgumentException>(() => Fourier.Transform(new Complex[12]));
}
