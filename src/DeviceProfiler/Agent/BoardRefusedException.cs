using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>A board that cannot take part as it is set up; carries everything that is to be mended.</summary>
public sealed class BoardRefusedException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Field}: {problem.Reason}. {problem.Remedy}")))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
