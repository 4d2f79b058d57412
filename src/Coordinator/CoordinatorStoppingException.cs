namespace DeepIoT.Coordinator;

/// <summary>Ends the streams of a coordinator that stops, so that those at their other ends turn to another one at once.</summary>
internal sealed class CoordinatorStoppingException() : Exception("This coordinator is stopping. Another one, or the next, goes on");
