using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// The hard concrete distribution (Louizos et al. 2018): a gate in [0, 1] that is exactly 0 or 1 with positive
/// probability and differentiable by its logit.
/// </summary>
public static class HardConcrete
{
    private const double Beta = 2.0 / 3;
    private const double Gamma = -0.1;
    private const double Zeta = 1.1;

    private static readonly double Shift = Beta * Math.Log(-Gamma / Zeta);

    /// <summary>One gate a row and unit: [rows, units] of logits [units].</summary>
    public static Tensor Sample(Tensor logits, long rows, Generator generator)
    {
        // Away from 0 and 1, where the logit of u is infinite.
        var u = rand([rows, logits.shape[0]], generator: generator).clamp_(Number(1e-6), Number(1 - 1e-6));
        var noise = u.log().sub_(u.neg().Increase(Number(1)).log_());
        return Stretch(sigmoid(noise.Plus(logits) / Number(Beta)));
    }

    /// <summary>P(gate &gt; 0) of each unit.</summary>
    public static Tensor OpenProbability(Tensor logits) => sigmoid(logits - Number(Shift));

    /// <summary>The gate at evaluation: ẑ = clamp(σ(ℓ)(ζ − γ) + γ, 0, 1).</summary>
    public static Tensor Mean(Tensor logits) => Stretch(sigmoid(logits));

    private static Tensor Stretch(Tensor s) => (s * Number(Zeta - Gamma)).Plus(Number(Gamma)).clamp(Number(0), Number(1));
}
