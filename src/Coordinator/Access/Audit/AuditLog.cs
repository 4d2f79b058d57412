using System.Globalization;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Audit;

/// <summary>
/// Who did what when, and whether it was allowed: a file of JSON lines for each day, and the log category
/// <see cref="Category"/>. It only grows; old days are the operator's to remove. Safe for use from several threads.
/// </summary>
internal sealed partial class AuditLog(string folder, TimeProvider time, ILoggerFactory logs) : IDisposable
{
    public const string Category = "DeepIoT.Audit";

    /// <summary>Outcome of what was done.</summary>
    public const string Fine = "OK";

    private readonly ILogger _log = logs.CreateLogger(Category);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Who, string From, string What), AuditEntry> _held = [];

    /// <summary>Whatever was refused or failed, and whatever changed or handed out something. Who looks is not noted.</summary>
    public void Note(Call call)
    {
        var outcome = call.Outcome ?? new Grpc.Core.Status(StatusCode.Unknown, "");
        if (outcome.StatusCode is StatusCode.OK or StatusCode.Cancelled && AccessRules.OnlyLooks(call.Method))
            return;
        var entry = new AuditEntry
        {
            At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            Who = call.Caller?.Name ?? "",
            Role = call.Caller?.Role.Word() ?? "",
            From = call.From,
            What = call.What,
            On = call.On,
            Outcome = Word(outcome.StatusCode),
            Reason = outcome.StatusCode == StatusCode.OK ? "" : outcome.Detail,
            Times = 1,
        };
        lock (_lock)
        {
            // A flood of calls must not become a flood of lines.
            if (outcome.StatusCode == StatusCode.ResourceExhausted)
                Hold(entry);
            else
                Write(entry);
        }
    }

    /// <summary>Writes what was held back, as one entry for each caller and verb.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (var entry in _held.Values)
                Write(entry);
            _held.Clear();
        }
    }

    /// <summary>The oldest first; a line that is none, such as the half line of a full disk, is left out.</summary>
    public IEnumerable<AuditEntry> Read(DateTimeOffset since)
    {
        if (!Directory.Exists(folder))
            yield break;
        var first = PathOf(since);
        foreach (var file in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).Where(file => string.CompareOrdinal(file, first) >= 0))
        {
            foreach (var line in Lines(file))
            {
                if (Parse(line) is { } entry && entry.At.ToDateTimeOffset() >= since)
                    yield return entry;
            }
        }
    }

    public void Dispose() => Flush();

    private void Hold(AuditEntry entry)
    {
        var key = (entry.Who, entry.From, entry.What);
        if (!_held.TryAdd(key, entry))
            _held[key].Times++;
    }

    private void Write(AuditEntry entry)
    {
        var line = JsonFormatter.Default.Format(entry);
        Say(entry.Outcome == Fine ? LogLevel.Information : LogLevel.Warning, line);
        try
        {
            Directory.CreateDirectory(folder);
            File.AppendAllText(PathOf(entry.At.ToDateTimeOffset()), line + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Unwritten(e);
        }
    }

    private string PathOf(DateTimeOffset at) => Path.Combine(folder, at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".jsonl");

    // Somebody may be writing to it.
    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static AuditEntry? Parse(string line)
    {
        try
        {
            return JsonParser.Default.Parse<AuditEntry>(line);
        }
        // The second is what the parser calls a line that is no JSON.
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }

    // As the gRPC specification writes them.
    private static string Word(StatusCode code) => code == StatusCode.OK
        ? Fine
        : string.Concat(code.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));

    [LoggerMessage("{Entry}")]
    private partial void Say(LogLevel level, string entry);

    [LoggerMessage(LogLevel.Error, "The audit log cannot be written")]
    private partial void Unwritten(Exception cause);
}
