namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>
/// Pauses between attempts to attach: doubling from half a second to half a minute, each shortened by up to a half
/// at random, so that the boards of a coordinator that comes back do not all come at once.
/// </summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5), Longest = TimeSpan.FromSeconds(30);

    /// <param name="failures">Failures in a row so far; at least one.</param>
    /// <param name="chance">Uniform in [0, 1).</param>
    public static TimeSpan Pause(int failures, double chance) =>
        Math.Min(Math.Pow(2, failures - 1), Longest / First) * First * (1 - chance / 2);
}
