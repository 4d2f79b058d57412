using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Demo;

/// <summary>The samples, which the build puts beside the executable.</summary>
public static class SampleFolder
{
    /// <exception cref="UserMistakeException">The installation is not complete.</exception>
    public static string Find(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", name);
        return Directory.Exists(folder)
            ? folder
            : throw new UserMistakeException($"The sample {name} is missing at {folder}. Install the program again, or build it from a complete clone.");
    }
}
