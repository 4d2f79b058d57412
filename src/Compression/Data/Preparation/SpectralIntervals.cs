using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>
/// The input of DeepSense: a window of six axes is cut into 20 intervals, and each axis of each interval becomes the
/// lowest ten samples of its spectrum, as real and imaginary parts.
/// </summary>
/// <remarks>
/// 128 samples hold 20 intervals of 14 that start every 6: at 50 Hz 0.28 s each, where the paper has 0.25 s. Fourteen
/// samples have eight independent frequencies; zeros behind them, up to 20, let the ten lie 2.5 Hz apart and lose nothing
/// below 22.5 Hz. The sums are divided by 14, so that the first sample is the mean and all keep the unit of their axis.
/// Real and imaginary parts, because they depend smoothly on the signal: a phase jumps at ±π, and where there is little
/// power it is noise of full size.
/// </remarks>
internal static class SpectralIntervals
{
    public const int Window = 128, Axes = 6;

    private const int Length = 14, Step = 6, Points = 20;
    private const int AxesOfSensor = Axes / DeepSense.Sensors;

    private static readonly (double Cos, double Sin)[] Turns =
        [.. Enumerable.Range(0, Points).Select(i => (Math.Cos(2 * Math.PI * i / Points), -Math.Sin(2 * Math.PI * i / Points)))];

    /// <summary>Values in <see cref="DeepSense.Input"/>.</summary>
    public static int Size { get; } = (int)Dimensions.Product(DeepSense.Input);

    /// <param name="window">[128, 6]: three axes of the accelerometer, three of the gyroscope.</param>
    /// <param name="spectra">[2, 20, 60]: sensor, interval, and there for each spectral sample the axes' two parts.</param>
    public static void Of(ReadOnlySpan<float> window, Span<float> spectra)
    {
        var at = 0;
        for (var sensor = 0; sensor < DeepSense.Sensors; sensor++)
        {
            for (var interval = 0; interval < DeepSense.Intervals; interval++)
            {
                for (var sample = 0; sample < DeepSense.SpectralSamples; sample++)
                {
                    for (var axis = 0; axis < AxesOfSensor; axis++)
                        (spectra[at++], spectra[at++]) = Sample(window[((interval * Step * Axes) + (sensor * AxesOfSensor) + axis)..], sample);
                }
            }
        }
    }

    private static (float Real, float Imaginary) Sample(ReadOnlySpan<float> values, int frequency)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var t = 0; t < Length; t++)
        {
            var (cos, sin) = Turns[frequency * t % Points];
            real += values[t * Axes] * cos;
            imaginary += values[t * Axes] * sin;
        }
        return ((float)(real / Length), (float)(imaginary / Length));
    }
}
