using System.Numerics;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>
/// Log-mel frames of speech at 8 kHz: windows of 32 ms (Hann) every 20 ms, 40 triangles of equal width on the mel scale of
/// O'Shaughnessy 1987 from 0 to 4 kHz, and the logarithm of the power in each. 64 frames span 1.29 s: what is longer is
/// cut there, and silence is put behind what is shorter.
/// </summary>
internal static class LogMel
{
    private const int Rate = 8000, Window = 256, Hop = 160;

    /// <summary>Power below 80 dB under a full-scale tone counts as silence.</summary>
    private const double Floor = 1e-8;

    private static readonly double[] Hann = [.. Enumerable.Range(0, Window).Select(t => 0.5 - (0.5 * Math.Cos(2 * Math.PI * t / Window)))];

    private static readonly double[][] Triangles = [.. Enumerable.Range(0, BiLstm.Bands).Select(Triangle)];

    /// <summary>Values of one recording: [64, 40].</summary>
    public static int Size => BiLstm.Frames * BiLstm.Bands;

    /// <summary>What silence gives in every band.</summary>
    public static float Silence { get; } = (float)Math.Log(Floor);

    /// <param name="speech">Between −1 and 1.</param>
    public static void Of(ReadOnlySpan<float> speech, Span<float> frames)
    {
        frames.Fill(Silence);
        var spectrum = new Complex[Window];
        for (var frame = 0; frame < BiLstm.Frames && frame * Hop < speech.Length; frame++)
        {
            var rest = speech[(frame * Hop)..];
            for (var t = 0; t < Window; t++)
                spectrum[t] = t < rest.Length ? rest[t] * Hann[t] : 0;
            Fourier.Transform(spectrum);
            for (var band = 0; band < BiLstm.Bands; band++)
                frames[(frame * BiLstm.Bands) + band] = (float)Math.Log(Math.Max(Floor, Power(spectrum, Triangles[band])));
        }
    }

    /// <summary>Power in a band, where a full-scale tone at its middle has 1.</summary>
    private static double Power(Complex[] spectrum, double[] weights)
    {
        // A tone of amplitude 1 has half the window's sum, Window / 2, at its frequency.
        const double toneAmplitude = Window / 4.0;
        var sum = 0.0;
        for (var f = 0; f < weights.Length; f++)
        {
            if (weights[f] > 0)
                sum += weights[f] * ((spectrum[f].Real * spectrum[f].Real) + (spectrum[f].Imaginary * spectrum[f].Imaginary));
        }
        return sum / (toneAmplitude * toneAmplitude);
    }

    private static double[] Triangle(int band)
    {
        var width = Mel(Rate / 2.0) / (BiLstm.Bands + 1);
        return [.. Enumerable.Range(0, (Window / 2) + 1).Select(f => Math.Max(0, 1 - Math.Abs((Mel((double)f * Rate / Window) / width) - (band + 1))))];
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
