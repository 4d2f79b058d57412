namespace DeepIoT.Protocol.Telemetry;

/// <summary>Upper bounds of histograms: about two and a half a decade over what each kind of figure can be.</summary>
public static class Buckets
{
    /// <summary>Seconds of what should take no time: waiting for an actor, a message, a row.</summary>
    public static IReadOnlyList<double> Moments { get; } = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30];

    /// <summary>Seconds of what is worked on: a step, a job, a trial, a campaign.</summary>
    public static IReadOnlyList<double> Work { get; } = [1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000];

    /// <summary>Seconds of one inference.</summary>
    public static IReadOnlyList<double> Inference { get; } = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10];

    /// <summary>Joules of one inference.</summary>
    public static IReadOnlyList<double> Joules { get; } = [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 100];

    /// <summary>Degrees Celsius of a processor.</summary>
    public static IReadOnlyList<double> Celsius { get; } = [20, 30, 40, 50, 55, 60, 65, 70, 75, 80, 85, 90, 100];

    /// <summary>Shares, 0 to 1.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];
}
