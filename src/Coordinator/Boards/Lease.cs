namespace DeepIoT.Coordinator.Boards;

/// <summary>The exclusive right of one job to one board until <paramref name="Deadline"/>.</summary>
internal sealed record Lease(string Id, MeasurementJob Job, BoardRecord Board, DateTimeOffset Since, DateTimeOffset Deadline)
{
    /// <summary>The board has said that it works on it: if it vanishes now, the job may be why.</summary>
    public bool IsStarted { get; set; }
}
