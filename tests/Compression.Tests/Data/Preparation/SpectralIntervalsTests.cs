using System.Numerics;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Compression.Tests.Data.Preparation;

public sealed class SpectralIntervalsTests
{
    private const int OfInterval = 60, OfSensor = 20 * OfInterval;

    private static float[] Spectra(Func<int, int, float> value)
    {
        var spectra = new float[SpectralIntervals.Size];
        SpectralIntervals.Of(Enumerable.Range(0, 128 * 6).Select(i => value(i / 6, i % 6)).ToArray(), spectra);
        return spectra;
    }

    [Fact]
    public void The_first_sample_of_each_axis_is_its_mean_in_the_axis_own_unit()
    {
        var spectra = Spectra((_, axis) => axis + 1);

        foreach (var (sensor, interval, axis) in from s in Enumerable.Range(0, 2) from i in Enumerable.Range(0, 20) from a in Enumerable.Range(0, 3) select (s, i, a))
        {
            var at = (sensor * OfSensor) + (interval * OfInterval) + (axis * 2);
            Assert.Equal((sensor * 3) + axis + 1, spectra[at], 1e-5);
            Assert.Equal(0, spectra[at + 1], 1e-6);
        }
    }

    [Fact]
    public void Every_sample_is_the_transform_of_fourteen_values_with_six_zeros()
    {
        var generator = new SplitMix64(3);
        var values = Enumerable.Range(0, 128 * 6).Select(_ => (float)generator.Fraction()).ToArray();
        var spectra = Spectra((t, axis) => values[(t * 6) + axis]);

        foreach (var (sensor, interval, sample, axis) in new[] { (0, 0, 0, 0), (1, 19, 9, 2), (0, 7, 4, 1), (1, 3, 1, 0) })
        {
            var expected = Enumerable.Range(0, 14)
                .Select(t => values[(((interval * 6) + t) * 6) + (sensor * 3) + axis] * Complex.Exp(new Complex(0, -2 * Math.PI * sample * t / 20)) / 14)
                .Aggregate((a, b) => a + b);
            var at = (sensor * OfSensor) + (interval * OfInterval) + (sample * 6) + (axis * 2);
            Assert.Equal(expected.Real, spectra[at], 1e-6);
            Assert.Equal(expected.Imaginary, spectra[at + 1], 1e-6);
        }
    }

    [Fact]
    public void The_last_interval_ends_with_the_window()
    {
        var spectra = Spectra((t, axis) => t == 127 && axis == 0 ? 1 : 0);

        Assert.All(Enumerable.Range(0, spectra.Length).Where(i => spectra[i] != 0), i => Assert.Equal(19, i / OfInterval));
        Assert.Contains(spectra, value => value != 0);
    }
}
