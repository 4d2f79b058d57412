namespace DeepIoT.Compression.Critic;

/// <summary>Learning rates over training, as pure functions of the step.</summary>
public static class LearningRate
{
    /// <summary>Linear warm-up, then a half cosine down to <paramref name="floor"/>.</summary>
    public static double Cosine(long step, long steps, double peak, int warmup = 100, double floor = 1e-6)
    {
        warmup = (int)Math.Min(warmup, steps / 10);
        if (step < warmup) return peak * (step + 1) / warmup;
        var done = (double)(step - warmup) / Math.Max(1, steps - warmup);
        return floor + ((peak - floor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))));
    }

    /// <summary>Constant, then linearly down to a tenth over the last tenth.</summary>
    public static double LateDecay(long step, long steps, double peak)
    {
        var last = steps * 0.1;
        var left = (steps - step) / last;
        return left >= 1 ? peak : peak * (0.1 + (0.9 * left));
    }
}
