namespace DeepIoT.Compression;

/// <summary>One thing a user must mend: the field, why it is refused, and what to do about it.</summary>
public sealed record Problem(string Field, string Reason, string Remedy)
{
    public override string ToString() => $"{Field}: {Reason}. {Remedy}";
}

/// <summary>Input that cannot be used; carries every problem found, never just the first.</summary>
public sealed class RejectedException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public RejectedException(string field, string reason, string remedy)
        : this([new Problem(field, reason, remedy)])
    {
    }

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
