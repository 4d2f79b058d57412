namespace DeepIoT.Cli.Shell;

/// <summary>Keeps what an internal error leaves out on the screen: the stack trace goes to a file of its own.</summary>
public sealed class CrashLog(string folder, TimeProvider time)
{
    public static string DefaultFolder { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".deepiot", "logs");

    /// <summary>The file, or null when it cannot be written, e.g. on a full disk.</summary>
    public string? Write(Exception exception)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"deepiot-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}.log");
            File.WriteAllText(path, exception.ToString());
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
