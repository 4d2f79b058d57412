namespace DeepIoT.Cli.ThisMachine;

/// <summary>Where the raw files of public data sets lie on this machine.</summary>
public static class RawData
{
    public const string FolderVariable = "DEEPIOT_DATA";

    public static readonly string DefaultFolder = Path.Combine("..", "shared", "data");

    /// <param name="name">The data set; its folder has the same name.</param>
    public static string FolderOf(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } set ? set : DefaultFolder, name);
}
