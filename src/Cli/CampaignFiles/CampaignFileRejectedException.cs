using DeepIoT.Cli.Yaml;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>A campaign file that cannot be used, with all its problems in the order of their lines.</summary>
public sealed class CampaignFileRejectedException(string path, IReadOnlyList<FileProblem> problems)
    : Exception($"{path} has {problems.Count} problems")
{
    public string Path { get; } = path;

    public IReadOnlyList<FileProblem> Problems { get; } = [.. problems.OrderBy(problem => problem.Line)];
}
