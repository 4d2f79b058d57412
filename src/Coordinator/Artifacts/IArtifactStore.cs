namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Keeps whole artifacts under their SHA-256. What it has acknowledged it has: an artifact is there complete, or not at
/// all. Encryption at rest is the store's own affair.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> while the store is away or refuses.</remarks>
internal interface IArtifactStore
{
    /// <summary>Null when it is not stored, and for what is no artifact's name.</summary>
    Task<StoredArtifact?> FindAsync(string sha256, CancellationToken cancellation);

    /// <summary>Its bytes as they lie there: whoever reads them compares the hash.</summary>
    /// <exception cref="FileNotFoundException">It is not stored.</exception>
    Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellation);

    /// <summary>Stores a file whose hash has been compared. The file is the store's from then on, and gone once this returns.</summary>
    Task PutAsync(string sha256, FileStream whole, CancellationToken cancellation);

    /// <summary>Makes an artifact as young as a new one, so that collecting passes it by; false when it is not stored.</summary>
    Task<bool> TouchAsync(string sha256, CancellationToken cancellation);

    /// <summary>Takes a corrupt artifact out of the way, so that it can be uploaded again; its bytes stay for whoever wants to look.</summary>
    Task SetAsideAsync(string sha256, CancellationToken cancellation);

    /// <summary>
    /// Removes an artifact as it was seen; false when it is not there, or has been touched or stored anew since: then it stays.
    /// Whoever touches or stores it meanwhile has it, or is told that it is not there.
    /// </summary>
    Task<bool> RemoveAsync(StoredArtifact seen, CancellationToken cancellation);

    IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellation);
}
