using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Access.Limits;

/// <summary>What is wrong with limits.</summary>
internal static class CallLimitsRules
{
    // A model's validation and the longest answer of the cluster take their time.
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromSeconds(1);
    private const int LeastMessage = 512 * 1024;

    public static IEnumerable<Problem> Problems(CallLimits limits)
    {
        foreach (var (name, value) in Counts(limits).Where(count => count.Value < 1))
            yield return Of(name, $"{value} is not above 0", "Give a number, or leave it out");
        if (limits.MessageBytes < LeastMessage)
            yield return Of(nameof(limits.MessageBytes), $"{limits.MessageBytes} bytes are less than the chunks of an artifact need", $"Give at least {LeastMessage}");
        if (limits.RequestTime < ShortestRequest)
            yield return Of(nameof(limits.RequestTime), $"{limits.RequestTime} is less than a second", "Give a time, for example 00:00:30");
        if (limits.Patience < ShortestRequest)
            yield return Of(nameof(limits.Patience), $"{limits.Patience} is less than a second", "Give a time, for example 00:00:10");
    }

    private static (string Name, int Value)[] Counts(CallLimits limits) =>
    [
        (nameof(limits.CallsPerSecond), limits.CallsPerSecond),
        (nameof(limits.StrangersPerSecond), limits.StrangersPerSecond),
        (nameof(limits.OpenPerCaller), limits.OpenPerCaller),
        (nameof(limits.Open), limits.Open),
        (nameof(limits.Connections), limits.Connections),
        (nameof(limits.StreamsPerConnection), limits.StreamsPerConnection),
        (nameof(limits.UploadBytesPerSecond), limits.UploadBytesPerSecond),
    ];

    private static Problem Of(string name, string reason, string remedy) =>
        new() { Field = $"{nameof(CoordinatorOptions.Limits)}:{name}", Reason = reason, Remedy = remedy };
}
