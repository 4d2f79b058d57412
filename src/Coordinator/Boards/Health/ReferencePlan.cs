using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards.Health;

/// <summary>Which model boards are compared by, how, and how often.</summary>
/// <param name="Interval">From an accepted run to the next.</param>
/// <param name="Retry">From the first run that failed or decided nothing to the next; doubled for each after it.</param>
internal sealed record ReferencePlan(string ModelSha256, MeasuringProtocol Protocol, TimeSpan Interval, TimeSpan Retry)
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);

    /// <param name="fruitless">Runs in a row that failed or decided nothing; at least one.</param>
    public static TimeSpan Pause(TimeSpan first, int fruitless) =>
        Math.Min(Math.Pow(2, fruitless - 1), Math.Max(1, LongestRetry / first)) * first;
}
