using DeepIoT.Compression.Data;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Compression.Tests.Data.Preparation;

public sealed class LogMelTests
{
    private const int Frames = 64, Bands = 40;

    private static float[] Of(int samples, Func<int, double> value)
    {
        var frames = new float[LogMel.Size];
        LogMel.Of(Enumerable.Range(0, samples).Select(t => (float)value(t)).ToArray(), frames);
        return frames;
    }

    private static double Tone(double hertz, int t) => Math.Sin(2 * Math.PI * hertz * t / 8000);

    [Theory]
    [InlineData(125)]
    [InlineData(1000)]
    [InlineData(3400)]
    public void A_tone_stands_out_in_the_band_at_its_frequency(double hertz)
    {
        var frame = Of(20_000, t => Tone(hertz, t))[..Bands];

        var mel = 2595 * Math.Log10(1 + (hertz / 700));
        var nearest = (int)Math.Round(mel / (2595 * Math.Log10(1 + (4000 / 700.0)) / 41)) - 1;
        Assert.Equal(nearest, Array.IndexOf(frame, frame.Max()));
    }

    [Fact]
    public void A_full_scale_tone_has_power_1_in_its_band() => Assert.Equal(0, Of(20_000, t => Tone(1000, t))[..Bands].Max(), 0.7);

    [Fact]
    public void No_band_is_deaf()
    {
        var generator = new SplitMix64(1);

        Assert.All(Of(20_000, _ => generator.Fraction() - 0.5), value => Assert.True(value > LogMel.Silence + 5));
    }

    [Fact]
    public void Silence_follows_what_is_short_and_what_is_long_is_cut()
    {
        var one = Of(160, t => Tone(1000, t));
        var most = Of((63 * 160) + 256, t => Tone(1000, t));

        Assert.All(one[..Bands], value => Assert.True(value > LogMel.Silence));
        Assert.All(one[Bands..], value => Assert.Equal(LogMel.Silence, value));
        Assert.Equal(most, Of(20_000, t => Tone(1000, t)));
        Assert.Equal(Frames * Bands, most.Length);
    }
}
