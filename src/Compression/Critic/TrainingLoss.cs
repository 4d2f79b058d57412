using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>A training whose loss is no number any more; nothing that it would hand out is worth anything.</summary>
public sealed class DivergedException() : Exception("the training has diverged: its loss is no finite number any more");

/// <summary>Looks at a loss now and then.</summary>
internal static class TrainingLoss
{
    /// <exception cref="DivergedException">It is not finite.</exception>
    public static double Of(Tensor loss) => loss.item<float>() is var value && float.IsFinite(value) ? value : throw new DivergedException();
}
