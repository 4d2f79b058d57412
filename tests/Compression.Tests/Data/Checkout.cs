namespace DeepIoT.Compression.Tests.Data;

/// <summary>The working copy that the tests run in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find() ?? throw new InvalidOperationException($"no DeepIoT.sln above {AppContext.BaseDirectory}");

    public static string Sample(string file) => Path.Combine(Root, "samples", "digits", file);

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepIoT.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
