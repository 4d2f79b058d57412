namespace DeepIoT.Compression.Compressor;

/// <summary>Options of `deepiot`; the defaults are the authors' program.</summary>
/// <param name="DividesByDeviation">`advantage: std` divides by the moving deviation itself, `paper` by at least 1.</param>
/// <param name="Masks">`masks`: draws for each example; with two or more the others are the baseline.</param>
/// <param name="RetireAfter">`retire`: checks below τ after which a unit stays out; 0 never.</param>
/// <param name="CompressorAlone">`compressorAlone`: iterations of the paper's first phase, in which the critic is frozen.</param>
/// <param name="KeepsSmallest">`snapshot: smallest` hands over the smallest network seen at a step of τ, `last` the last.</param>
/// <param name="KeepsGates">`finetune: keep` goes on drawing with the surviving p and folds it, `binarise` opens what is left.</param>
public sealed record DeepIotOptions(
    bool DividesByDeviation, int Masks, int RetireAfter, int CompressorAlone, bool KeepsSmallest, bool KeepsGates)
{
    public static DeepIotOptions Read(MethodOptions options)
    {
        options.Distortion();
        options.Balances();
        return new(
            options.Choice("advantage", "paper", "std") == "std",
            options.OptionalWhole("masks", least: 1) ?? 1,
            options.OptionalWhole("retire", least: 0) ?? 0,
            options.OptionalWhole("compressorAlone", least: 0) ?? 0,
            options.Choice("snapshot", "last", "smallest") == "smallest",
            options.Choice("finetune", "binarise", "keep") == "keep");
    }
}
