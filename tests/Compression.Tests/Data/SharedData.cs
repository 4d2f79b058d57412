namespace DeepIoT.Compression.Tests.Data;

/// <summary>Data sets that may not ship with the repository: DEEPIOT_DATA, or a folder beside the checkout.</summary>
internal static class SharedData
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("DEEPIOT_DATA") ?? Path.Combine(Checkout.Root, "..", "shared", "data");

    /// <summary>Skips the test, saying why, when the set is not there.</summary>
    public static string PathOf(string set)
    {
        var path = Path.Combine(Folder, set);
        Skip.If(!Directory.Exists(path), $"the data set '{set}' is not here; DEEPIOT_DATA names the folder of data sets");
        return path;
    }
}
