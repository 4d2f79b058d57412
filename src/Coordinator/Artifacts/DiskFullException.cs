namespace DeepIoT.Coordinator.Artifacts;

/// <summary>There is no space left where artifacts are stored.</summary>
internal sealed class DiskFullException(Exception cause) : Exception("No space left for artifacts", cause)
{
    // The codes of a full disk, a quota and, on Windows, ERROR_DISK_FULL.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool Says(IOException e) => e.HResult is NoSpace or OverQuota or WindowsDiskFull;
}
