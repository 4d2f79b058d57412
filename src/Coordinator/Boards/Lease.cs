namespace DeepIoT.Coordinator.Boards;

/// <summary>The exclusive right of one job to one board until <paramref name="Deadline"/>.</summary>
internal sealed record Lease(string Id, MeasurementJob Job, BoardRecord Board, DateTimeOffset Since, DateTimeOffset Deadline);
