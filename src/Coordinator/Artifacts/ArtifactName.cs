namespace DeepIoT.Coordinator.Artifacts;

/// <summary>The only thing of a request that ever becomes part of a path: 64 lower-case hex digits.</summary>
internal static class ArtifactName
{
    public static bool IsValid(string? sha256) =>
        sha256 is { Length: 64 } && sha256.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <exception cref="ArgumentException">It is no name.</exception>
    public static string Checked(string sha256) =>
        IsValid(sha256) ? sha256 : throw new ArgumentException("An artifact is named by 64 lower-case hex digits", nameof(sha256));
}
