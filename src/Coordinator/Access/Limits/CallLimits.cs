namespace DeepIoT.Coordinator;

/// <summary>How much a coordinator takes, from one caller and in all. Limits of a caller hold where tokens tell callers apart.</summary>
public sealed class CallLimits
{
    /// <summary>Calls a second of one caller; twice as many at once.</summary>
    public int CallsPerSecond { get; set; } = 200;

    /// <summary>Calls a second without a good token, of one address; twice as many at once.</summary>
    public int StrangersPerSecond { get; set; } = 50;

    /// <summary>Calls of one caller that are open at a time, streams above all. A token that several boards share is one caller.</summary>
    public int OpenPerCaller { get; set; } = 1_000;

    /// <summary>Calls of all callers that are open at a time.</summary>
    public int Open { get; set; } = 20_000;

    /// <summary>Connections at a time, whoever opens them.</summary>
    public int Connections { get; set; } = 20_000;

    /// <summary>Streams of one connection at a time.</summary>
    public int StreamsPerConnection { get; set; } = 100;

    /// <summary>Largest message of a call, in bytes. Artifacts come in many.</summary>
    public int MessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a call with one question and one answer may take, its sending included.</summary>
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the first message of a stream may be waited for, and how much later than by <see cref="UploadBytesPerSecond"/> an upload may be.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Slowest upload that is taken.</summary>
    public int UploadBytesPerSecond { get; set; } = 1024;
}
