using DeepIoT.Protocol;

namespace DeepIoT.DeviceProfiler;

/// <summary>How a board takes part. Checked as a whole by <see cref="ProfilerOptionsValidator"/>.</summary>
public sealed class ProfilerOptions
{
    /// <summary>One or several of the same cluster, always in the same order: the first names the credential.</summary>
    public CoordinatorAddresses Coordinator { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>A board's token, or the join token that it enrols by, for a coordinator that asks for one; sent over https only. By default from the environment variable `DEEPIOT_TOKEN`.</summary>
    public string? Token { get; set; } = Environment.GetEnvironmentVariable("DEEPIOT_TOKEN") is { Length: > 0 } token ? token : null;

    /// <summary>Where the board keeps what it is known by: the credential that it has for a join token.</summary>
    public string StateFolder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".deepiot", "board-state");

    /// <summary>Stable name of the board, unique among the boards of a coordinator.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Null makes it of soc, os, runtime and threads.</summary>
    public string? BoardClass { get; set; }

    /// <summary>A word that the class ends in, so that figures which are no real board's, such as an `emulated` one's, say so wherever they show; null adds none.</summary>
    public string? Label { get; set; }

    /// <summary>Threads inside one inference, unless a job asks for others.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Cores that inferences are pinned to, such as `4-7`; null leaves it to the system.</summary>
    public string? Cores { get; set; }

    /// <summary>The meter of this board: a sensor's name, a profile's file (`.yaml`), or `none`. Null takes the best sensor found.</summary>
    public string? Meter { get; set; }

    /// <summary>Calibration factor of <see cref="Meter"/>; null keeps the meter's own.</summary>
    public double? MeterFactor { get; set; }

    /// <summary>Where models are kept by their hash.</summary>
    public string CacheFolder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".deepiot", "board-cache");

    /// <summary>Models used least recently leave the cache above this.</summary>
    public long CacheLimitBytes { get; set; } = 1L << 30;

    /// <summary>Private memory of one job's process; null means three quarters of the board's memory.</summary>
    public long? MemoryLimitBytes { get; set; }

    /// <summary>How long a board that is told to stop goes on with the job it holds.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(30);
}
