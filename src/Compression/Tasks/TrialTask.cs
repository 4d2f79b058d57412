using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tasks;

/// <summary>
/// The losses and the metric of one task. Scores are what the network is trained on, [batch, …]; targets are
/// float32 [batch, target size], as <see cref="Samples"/> holds them.
/// </summary>
public abstract class TrialTask : IDisposable
{
    public abstract TaskKind Kind { get; }

    /// <summary>The task on this data.</summary>
    /// <param name="balances">Weighs rare classes, or rare answers, up to the same total as frequent ones.</param>
    /// <param name="decoding">Of sequences; greedy when null.</param>
    public static TrialTask Of(TaskKind kind, Samples train, bool balances = false, Decoding? decoding = null) => kind switch
    {
        TaskKind.Sequence => new SequenceTask(decoding ?? Decoding.Greedy),
        TaskKind.Regression => new RegressionTask(),
        TaskKind.Labels => new LabelsTask(train, balances),
        _ => new ClassificationTask(train, balances),
    };

    /// <summary>What about the model or the parts does not fit the task.</summary>
    /// <param name="parts">Those that have labels.</param>
    public abstract IEnumerable<Problem> Problems(ModelGraph graph, IReadOnlyList<Samples> parts);

    /// <summary>What the loss is taken of: the output, or what goes into a final Softmax or Sigmoid.</summary>
    public virtual Tensor Scores(Network network, Tensor inputs, Gates? gates = null, bool isTraining = false) =>
        network.Logits(inputs, gates, isTraining);

    /// <summary>The loss of each sample, [batch].</summary>
    public abstract Tensor LossOfEach(Tensor scores, Tensor targets);

    /// <summary>How far scores are from a teacher's, both softened by the temperature: the mean over the batch.</summary>
    public abstract Tensor Distance(Tensor scores, Tensor teacher, double temperature);

    /// <summary>What the network answers, in the form of labels, one row a sample; rows may differ in length.</summary>
    public abstract IEnumerable<float[]> Answers(Tensor scores);

    /// <summary>Begins to count on a part of the data.</summary>
    public abstract Tally Begin(Samples samples);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>The rows of [batch, n].</summary>
    protected static IEnumerable<float[]> Rows(Tensor values) => TorchMemory.ValuesOf<float>(values.contiguous()).Chunk((int)values.shape[1]);

    /// <summary>T²·KL(softmax(t/T) ‖ softmax(o/T)) over the last axis, averaged over all others (Hinton et al. 2015).</summary>
    protected static Tensor SoftmaxDistance(Tensor scores, Tensor teacher, double temperature)
    {
        var divergence = nn.functional.kl_div(
            nn.functional.log_softmax(scores / Number(temperature), -1), nn.functional.softmax(teacher / Number(temperature), -1), false, nn.Reduction.Sum);
        return divergence * Number(temperature * temperature * scores.shape[^1] / scores.numel());
    }
}

/// <summary>Counts how well a network answers, chunk by chunk.</summary>
public abstract class Tally
{
    /// <summary>The task's metric so far: 1 is perfect. A share of right answers, or what comes closest to one.</summary>
    public abstract double Accuracy { get; }

    public abstract void Add(Tensor scores, Tensor targets);
}

/// <summary>Right answers out of answers.</summary>
internal sealed class ShareTally(Func<Tensor, Tensor, (double Right, double All)> count) : Tally
{
    private double _right;
    private double _all;

    public override double Accuracy => _right / Math.Max(_all, 1);

    public override void Add(Tensor scores, Tensor targets)
    {
        var (right, all) = count(scores, targets);
        (_right, _all) = (_right + right, _all + all);
    }
}
