using DeepIoT.Compression.Critic;

namespace DeepIoT.Compression.Compressor;

/// <summary>Options of `taylor` and `magnitude`.</summary>
/// <param name="Every">Iterations between removals; null: 10 in short searches, else 25.</param>
public sealed record ShrinkingOptions(Distillation Distillation, int? Every)
{
    public static ShrinkingOptions Read(MethodOptions options)
    {
        options.Distortion();
        options.Balances();
        return new(options.Distillation(), options.OptionalWhole("every", least: 1));
    }
}
