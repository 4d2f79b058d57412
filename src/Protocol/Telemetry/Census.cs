using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace DeepIoT.Protocol.Telemetry;

/// <summary>
/// How many of something there are by one or two attributes, where several actors know a part of it each. What an actor
/// says takes the place of what it said before. Safe for use from several threads.
/// </summary>
/// <param name="attribute">Name of the last attribute.</param>
/// <param name="first">Name of the one before it, where there are two.</param>
/// <param name="always">Values of the last attribute that are told of even when there are none; only where there is one attribute.</param>
public sealed class Census(string attribute, string? first = null, IReadOnlyList<string>? always = null)
{
    private readonly ConcurrentDictionary<object, IReadOnlyList<Count>> _said = [];

    public void Say(object who, IReadOnlyList<Count> counts) => _said[who] = counts;

    public void Say(object who, string value) => Say(who, [new Count("", value, 1)]);

    /// <summary>It knows of nothing any more.</summary>
    public void Forget(object who) => _said.TryRemove(who, out _);

    public IEnumerable<Measurement<long>> Observe()
    {
        var nothing = (always ?? []).Select(value => new Count("", value, 0));
        return [.. from count in _said.Values.SelectMany(counts => counts).Concat(nothing)
                   group count.Number by (count.First, count.Value) into same
                   select new Measurement<long>(same.Sum(), Attributes(same.Key.First, same.Key.Value))];
    }

    private KeyValuePair<string, object?>[] Attributes(string firstValue, string value) =>
        first is null ? [new(attribute, value)] : [new(first, firstValue), new(attribute, value)];

    /// <param name="First">Value of the first of two attributes; empty where there is one.</param>
    public readonly record struct Count(string First, string Value, long Number);
}
