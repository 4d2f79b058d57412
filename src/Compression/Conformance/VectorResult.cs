namespace DeepIoT.Compression.Conformance;

/// <summary>What became of one case: passed, refused with a problem, or failed with what differs.</summary>
/// <param name="Refusal">Why the case is not run; null when it was.</param>
/// <param name="Difference">How the outputs differ from the vector's; null when they do not.</param>
public sealed record VectorResult(VectorCase Case, string Operator, Problem? Refusal, string? Difference)
{
    public bool IsPassed => Refusal is null && Difference is null;
}
