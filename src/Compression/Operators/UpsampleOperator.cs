namespace DeepIoT.Compression.Operators;

/// <summary>What Resize was called before operator set 10; scales are an attribute and from 9 on an input.</summary>
public sealed class UpsampleOperator : ResizeOperator
{
    public override string Type => "Upsample";

    public override (int First, int Last) Versions => (7, 9);
}
