using Grpc.Core;

namespace DeepIoT.Protocol.Artifacts;

/// <summary>How long a transfer is kept up: <paramref name="Attempts"/> in a row without a new byte end it.</summary>
/// <param name="WaitForSpace">Whether a full disk at the other side is waited for, or reported at once.</param>
public sealed record TransferRetry(int Attempts, bool WaitForSpace)
{
    /// <summary>For a person at a terminal: gives up after some seconds.</summary>
    public static TransferRetry Brief { get; } = new(5, WaitForSpace: false);

    /// <summary>For a process that outlives the coordinator: goes on until it is cancelled.</summary>
    public static TransferRetry Endless { get; } = new(int.MaxValue, WaitForSpace: true);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.25), Longest = TimeSpan.FromSeconds(15);

    /// <summary>Whether another attempt may do better. Aborted: somebody else is uploading the same artifact.</summary>
    internal bool Helps(StatusCode status) => status switch
    {
        StatusCode.Unavailable or StatusCode.Aborted or StatusCode.Internal or StatusCode.DeadlineExceeded => true,
        StatusCode.ResourceExhausted => WaitForSpace,
        _ => false,
    };

    /// <summary>Pause after so many failures in a row: doubles up to <see cref="Longest"/>, with half of it left to chance.</summary>
    public static TimeSpan Pause(int failures) =>
        Math.Min(Math.Pow(2, failures - 1), Longest / Shortest) * Shortest * (0.5 + Random.Shared.NextDouble() / 2);
}
