using System.Globalization;
using DeepIoT.Protocol.V1;
using Google.Protobuf.Reflection;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>One thing that is known of a board.</summary>
/// <param name="Value">What JSON holds; null when unknown.</param>
/// <param name="Text">What a table shows; empty leaves it out.</param>
internal sealed record BoardFact(string Name, object? Value, string Text)
{
    /// <summary>First how it stands, then whatever its agent says of it, field by field.</summary>
    public static IEnumerable<BoardFact> Of(BoardDetails details)
    {
        var board = details.Board;
        yield return Plain("name", board.Description.Name);
        yield return Plain("state", Words.Of(board.State));
        yield return new("reason", board.Reason.Length > 0 ? board.Reason : null, BoardStates.Why(board));
        yield return new("campaigns", board.Campaigns.ToArray(), "");
        yield return new("lastSeen", Readable.Iso(board.LastSeen), Readable.Moment(board.LastSeen));
        yield return Plain("jobsCompleted", board.JobsCompleted);
        yield return Plain("jobsFailed", board.JobsFailed);
        yield return Plain("jobsTainted", board.JobsTainted);
        yield return new("referenceMs", details.HasReferenceMs ? details.ReferenceMs : null, details.HasReferenceMs ? Readable.Milliseconds(details.ReferenceMs) : "");
        yield return new("referenceSpread", Spread(details.Spread), details.Spread is { } spread
            ? $"{Readable.Milliseconds(spread.LowMs)} to {Readable.Milliseconds(spread.HighMs)}, median {Readable.Milliseconds(spread.MedianMs)} of {spread.Runs} runs of the class"
            : "");
        yield return new("nextReference", Readable.Iso(details.NextReference), details.NextReference is null ? "" : Readable.Moment(details.NextReference));
        foreach (var field in BoardDescription.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldNumber != BoardDescription.NameFieldNumber))
            yield return Described(field, board.Description);
    }

    private static object? Spread(ReferenceSpread? spread) =>
        spread is null ? null : new { spread.MedianMs, spread.LowMs, spread.HighMs, spread.Runs };

    private static BoardFact Described(FieldDescriptor field, BoardDescription board)
    {
        var value = field.Accessor.GetValue(board);
        return field.FieldNumber == BoardDescription.MemoryBytesFieldNumber && value is long bytes
            ? new(field.JsonName, bytes, bytes > 0 ? Readable.Bytes(bytes) : "")
            : value switch
            {
                bool truth => new(field.JsonName, truth, truth ? "yes" : ""),
                string text => new(field.JsonName, text.Length > 0 ? text : null, text),
                int or long or double => Plain(field.JsonName, value),
                IEnumerable<string> names => new(field.JsonName, names.ToArray(), string.Join(", ", names)),
                IEnumerable<CoreCluster> clusters => new(field.JsonName, clusters.Select(Cluster).ToArray(), string.Join("; ", clusters.Select(InWords))),
                IEnumerable<Cache> caches => new(field.JsonName, caches.Select(c => new { c.Level, c.Kind, c.Bytes, c.Count }).ToArray(), string.Join("; ", caches.Select(InWords))),
                _ => Plain(field.JsonName, value?.ToString() ?? ""),
            };
    }

    private static object Cluster(CoreCluster cluster) => new
    {
        cluster.Cores,
        MaxMhz = cluster.HasMaxMhz ? cluster.MaxMhz : (int?)null,
        Capacity = cluster.HasCapacity ? cluster.Capacity : (int?)null,
        Governor = cluster.Governor.Length > 0 ? cluster.Governor : null,
    };

    private static string InWords(CoreCluster cluster) => string.Join(", ", new[]
    {
        $"cores {cluster.Cores}",
        cluster.HasMaxMhz ? $"{cluster.MaxMhz} MHz" : "",
        cluster.HasCapacity ? $"capacity {cluster.Capacity}" : "",
        cluster.Governor,
    }.Where(part => part.Length > 0));

    private static string InWords(Cache cache) => $"{cache.Count} × L{cache.Level} {cache.Kind} {Readable.Bytes(cache.Bytes)}";

    private static BoardFact Plain(string name, object value) => new(name, value, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
