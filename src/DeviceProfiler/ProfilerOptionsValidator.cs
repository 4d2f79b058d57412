using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler;

/// <summary>Finds everything that is wrong with a board's options, not only the first thing.</summary>
public static class ProfilerOptionsValidator
{
    private const int LongestName = 128;
    private const int LongestLabel = 32;
    private const long LeastMemory = 256L << 20;

    public static IReadOnlyList<Problem> Validate(ProfilerOptions options) => [.. Problems(options)];

    private static IEnumerable<Problem> Problems(ProfilerOptions options)
    {
        if (!options.Coordinator.AreUsable)
            yield return Of("join", $"`{options.Coordinator}` is no address of a coordinator", "give it as http://HOST:PORT or https://HOST:PORT, several with commas between");
        else if (options.Token is not null && !options.Coordinator.AreSecure)
            yield return Of("token", $"it would travel unencrypted to {options.Coordinator}", "use the coordinator's https address, or give no token");
        if (string.IsNullOrWhiteSpace(options.Name) || options.Name.Length > LongestName || options.Name.Any(char.IsControl))
            yield return Of("name", $"a board's name has 1 to {LongestName} printable characters", "choose a short one, such as the host name");
        if (options.BoardClass is { } boardClass && (boardClass.Length is 0 or > LongestName || boardClass.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            yield return Of("board-class", $"`{boardClass}` has spaces or not 1 to {LongestName} characters", "write it like raspberry-pi-5/linux-arm64, or leave it out");
        if (options.Label is { } label && (label.Length is 0 or > LongestLabel || !label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            yield return Of("label", $"`{label}` is not one short word", $"write 1 to {LongestLabel} lower-case letters, digits and hyphens, such as emulated");
        if (options.Threads < 1 || options.Threads > Environment.ProcessorCount)
            yield return Of("threads", $"{options.Threads} threads on {Environment.ProcessorCount} cores", $"choose 1 to {Environment.ProcessorCount}");
        if (options.Cores is { } cores)
        {
            if (CoreSet.Parse(cores) is not { } set || set.Cores[^1] >= Environment.ProcessorCount)
                yield return Of("cores", $"`{cores}` are no cores of this machine, which has 0-{Environment.ProcessorCount - 1}", "list them like 0-3 or 4,6");
            else if (options.Threads > set.Cores.Count)
                yield return Of("cores", $"{options.Threads} threads on {set.Cores.Count} cores", "pin to as many cores as there are threads, or more");
        }
        if (options.MeterFactor is not (null or (> 0 and < double.PositiveInfinity)))
            yield return Of("meter-factor", $"{options.MeterFactor} is no calibration factor", "give a number above 0, such as 1.02");
        if (CacheFault(options.CacheFolder) is { } fault)
            yield return Of("cache", fault, "choose a folder that this user may write to");
        if (options.CacheLimitBytes <= 0)
            yield return Of("cache-limit", $"{options.CacheLimitBytes} bytes hold no model", "give a positive number of bytes");
        if (options.MemoryLimitBytes is < LeastMemory)
            yield return Of("memory-limit", $"{options.MemoryLimitBytes} bytes do not hold the runtime itself", $"give at least {LeastMemory} bytes");
        if (options.DrainLimit < TimeSpan.Zero)
            yield return Of("drain-limit", $"{options.DrainLimit} is negative", "give zero or more");
    }

    private static string? CacheFault(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            return "no folder is named";
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".writable-{Guid.NewGuid():N}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return fault.Message;
        }
    }

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
