using DeepIoT.Compression.Tasks;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>
/// Training loss with distillation from the uncompressed network (Hinton et al. 2015): (1 − α)·loss + α·distance to the
/// teacher. With α = 0 it is the task's plain loss.
/// </summary>
/// <param name="Alpha">Share of the teacher's part; 1 works without labels.</param>
/// <param name="Temperature">Softens what both say.</param>
public sealed record Distillation(double Alpha = 0.9, double Temperature = 4)
{
    public static Distillation None { get; } = new(0);

    /// <summary>Mean over the batch. Scores [batch, …], targets [batch, target size].</summary>
    /// <param name="teacher">Gives the teacher's scores [batch, …]; not asked where nothing is learnt from it.</param>
    public Tensor Loss(TrialTask task, Tensor scores, Tensor targets, Func<Tensor> teacher)
    {
        if (Alpha == 0) return task.LossOfEach(scores, targets).mean();
        var distance = task.Distance(scores, teacher(), Temperature) * Number(Alpha);
        return Alpha == 1 ? distance : distance.Plus(task.LossOfEach(scores, targets).mean() * Number(1 - Alpha));
    }
}
