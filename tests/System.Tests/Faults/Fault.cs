using System.Globalization;

namespace DeepIoT.SystemTests.Faults;

/// <summary>Something that is done to a running cluster.</summary>
/// <param name="Pause">After the one before it.</param>
/// <param name="Target">Name of a node; empty for what all of them share.</param>
internal sealed record Fault(TimeSpan Pause, FaultKind Kind, string Target)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5), LongestPause = TimeSpan.FromSeconds(11);

    private static readonly FaultKind[] OfNodes = [FaultKind.Kill, FaultKind.Terminate, FaultKind.Freeze, FaultKind.Cut];

    /// <summary>How long it lasts; zero for what is over at once.</summary>
    public TimeSpan Length => Kind switch
    {
        FaultKind.Freeze or FaultKind.Cut => TimeSpan.FromSeconds(20),
        FaultKind.FillDisk => TimeSpan.FromSeconds(15),
        _ => TimeSpan.Zero,
    };

    /// <summary>
    /// As many as are asked for, the same for the same seed: two in ten hit what all share, the others any node. Those of
    /// kinds that are not asked for are left out.
    /// </summary>
    public static IReadOnlyList<Fault> Plan(FaultSettings settings, IReadOnlyList<string> nodes)
    {
        var random = new Random(settings.Seed);
        return [.. Endless().Where(fault => settings.Kinds.Contains(fault.Kind)).Take(settings.Faults)];

        IEnumerable<Fault> Endless()
        {
            while (true)
            {
                var fault = Next();
                yield return fault with { Pause = settings.Pause ?? fault.Pause };
            }
        }

        Fault Next()
        {
            var pause = ShortestPause + random.NextDouble() * (LongestPause - ShortestPause);
            return random.Next(10) switch
            {
                0 => new Fault(pause, FaultKind.RestartDatabase, ""),
                1 => new Fault(pause, FaultKind.FillDisk, ""),
                _ => new Fault(pause, OfNodes[random.Next(OfNodes.Length)], nodes[random.Next(nodes.Count)]),
            };
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Pause.TotalSeconds:0.0} s later {Kind}{(Target == "" ? "" : $" {Target}")}");
}
