using DeepIoT.Compression.Critic;

namespace DeepIoT.Compression.Compressor;

/// <summary>Options of `compressor`.</summary>
/// <param name="SeesWeights">`view: lstm` (default) or `none`, an ablation with one free logit a unit.</param>
public sealed record PathwiseOptions(Distillation Distillation, bool SeesWeights)
{
    public static PathwiseOptions Read(MethodOptions options)
    {
        options.Distortion();
        options.Balances();
        return new(options.Distillation(), options.Choice("view", "lstm", "none") == "lstm");
    }
}
