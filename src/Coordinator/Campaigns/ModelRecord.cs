using System.Collections.Immutable;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What a campaign remembers of one model. A candidate has an <paramref name="Origin"/>; the baseline, and what is only measured, has none.</summary>
internal sealed record ModelRecord(
    ArtifactRef Model,
    CandidateAdded? Origin,
    ImmutableList<Measurement> Measurements,
    ImmutableList<MeasuringFailed> Failures)
{
    public string Sha256 => Model.Sha256;

    /// <summary>Set for what a running search stood at.</summary>
    public ProbeAdded? Probe { get; init; }

    /// <summary>Null when it has not been measured on that class.</summary>
    public Measurement? On(string boardClass) => Measurements.Find(measurement => measurement.BoardClass == boardClass);

    public bool UnmeasurableOn(string boardClass) =>
        Failures.Any(failure => failure.Final && failure.BoardClass == boardClass);

    /// <summary>Why there is no measurement on the classes that gave up, one line a failed try.</summary>
    public IEnumerable<string> Unmeasurable =>
        from failure in Failures
        where On(failure.BoardClass) is null && UnmeasurableOn(failure.BoardClass)
        select $"{failure.Board} ({failure.BoardClass}): {failure.Reason}";
}
