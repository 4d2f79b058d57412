namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>What a worker said on stderr, in one line: of an unhandled exception its message without the stack.</summary>
internal sealed class StderrTail
{
    private const string Unhandled = "Unhandled exception. ";
    private string? _cause;
    private string _last = "";

    public string Text => _cause ?? _last;

    public async Task FollowAsync(StreamReader stderr)
    {
        while (await stderr.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Unhandled, StringComparison.Ordinal) || ModelMeasurement.SpeaksOfMemory(line))
                _cause ??= line.Replace(Unhandled, "", StringComparison.Ordinal).Trim();
            if (!string.IsNullOrWhiteSpace(line))
                _last = line.Trim();
        }
    }
}
