namespace DeepIoT.Coordinator.Artifacts;

/// <summary>The store of artifacts is away or refuses; later it may do better.</summary>
internal sealed class StoreUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause);
