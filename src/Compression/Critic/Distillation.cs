using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>
/// Training loss with distillation from the uncompressed network (Hinton et al. 2015):
/// (1 − α)·CE(o, y) + α·T²·KL(softmax(t/T) ‖ softmax(o/T)). With α = 0 it is the plain cross-entropy.
/// </summary>
/// <param name="Alpha">Share of the teacher's part; 1 works without labels.</param>
/// <param name="Temperature">T, which softens both distributions.</param>
public sealed record Distillation(double Alpha = 0.9, double Temperature = 4)
{
    public static Distillation None { get; } = new(0);

    /// <summary>Mean over the batch. Logits [N, classes], labels int64 [N], teacher logits [N, classes].</summary>
    public Tensor Loss(Tensor logits, Tensor labels, Tensor teacher)
    {
        if (Alpha == 0) return nn.functional.cross_entropy(logits, labels);
        var soft = nn.functional.kl_div(
            nn.functional.log_softmax(logits / Temperature, 1), nn.functional.softmax(teacher / Temperature, 1), false, nn.Reduction.Sum);
        soft = soft * (Alpha * Temperature * Temperature / logits.shape[0]);
        return Alpha == 1 ? soft : soft + (nn.functional.cross_entropy(logits, labels) * (1 - Alpha));
    }
}
