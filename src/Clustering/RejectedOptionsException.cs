using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering;

/// <summary>Options that a program will not start with; carries every problem found, never just the first.</summary>
public sealed class RejectedOptionsException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(
        Environment.NewLine,
        problems.Select(problem => $"{problem.Field}: {problem.Reason}. {problem.Remedy}")))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
